/** The style of our pages: Bull Board's colours, light or dark as the system is. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f3f4f6; --side: #eaeef1; --card: #fff; --line: #dfe4e8; --text: #1f2933; --dim: #52606d;
  --accent: #0f6b60; --chosen: #cadadb; --good: #15803d; --bad: #c81e1e; --warn: #b45309; --run: #1d4ed8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12181f; --side: #0d1218; --card: #1a222b; --line: #2c3742; --text: #e4e9ee; --dim: #9aa8b5;
    --accent: #5cc8b8; --chosen: #1d3b3a; --good: #4ade80; --bad: #f87171; --warn: #fbbf24; --run: #7aa7ff;
  }
}
* { box-sizing: border-box; }
body { margin: 0; display: grid; grid-template-columns: 264px minmax(0, 1fr); min-height: 100vh;
  background: var(--page); color: var(--text); font: 15px/1.5 system-ui, 'DejaVu Sans', sans-serif; }
body > main:only-child { grid-column: 1 / -1; width: min(24rem, 100%); margin: 12vh auto 0; }
header { background: var(--side); border-right: 1px solid var(--line); padding: 1rem 0; }
.brand { display: block; padding: 0 1.2rem 1rem; font-size: 1.15rem; font-weight: 700; color: var(--text); text-decoration: none; }
nav { display: flex; flex-direction: column; }
nav a { padding: .5rem 1.2rem; color: var(--text); text-decoration: none; border-left: 3px solid transparent; }
nav a:hover { background: var(--chosen); }
nav a[aria-current] { background: var(--chosen); border-left-color: var(--accent); color: var(--accent); }
.who { padding: .8rem 1.2rem; margin: 0; color: var(--dim); font-size: .85rem; }
main { padding: 1.5rem 2rem 3rem; min-width: 0; }
.away main { opacity: .55; }
h1 { font-size: 1.35rem; margin: 0 0 1rem; } h2 { font-size: 1.05rem; margin: 1.8rem 0 .6rem; }
a { color: var(--accent); }
p { margin: .4rem 0; } .dim, small { color: var(--dim); } .good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 1rem; }
.card, .table { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.card { padding: .9rem 1rem; margin-bottom: 1rem; } .cards .card { margin: 0; }
.card b { display: block; font-size: 1.6rem; line-height: 1.2; font-weight: 650; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .5rem .8rem; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child > td { border-bottom: 0; }
th { color: var(--dim); font-weight: 500; font-size: .78rem; text-transform: uppercase; letter-spacing: .04em; white-space: nowrap; }
td a.mono, time { white-space: nowrap; } td.wide a.mono { white-space: normal; }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.wide { min-width: 10rem; } td.wide, p code { overflow-wrap: anywhere; }
code, pre, textarea, .mono { font: 13px/1.45 ui-monospace, 'DejaVu Sans Mono', monospace; }
pre { background: var(--page); border: 1px solid var(--line); border-radius: 6px; padding: .7rem; overflow-x: auto; max-height: 24rem; }
form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; } td form { display: inline-flex; gap: .4rem; }
label { display: flex; flex-direction: column; gap: .2rem; font-size: .85rem; color: var(--dim); } label.fill { flex: 1 1 18rem; }
input, textarea, select { font: inherit; color: var(--text); background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .45rem .6rem; width: 100%; }
iframe.mail { width: 100%; height: 60vh; border: 1px solid var(--line); border-radius: 6px; background: #fff; color-scheme: light; } img.preview { display: block; max-width: 8rem; max-height: 4rem; } td input { width: 8rem; } td select { width: auto; } textarea { min-height: 9rem; } textarea, input.mono { font: 13px/1.45 ui-monospace, 'DejaVu Sans Mono', monospace; }
button { font: inherit; cursor: pointer; white-space: nowrap; color: var(--text); background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .45rem .9rem; }
button:hover { border-color: var(--accent); } button.main { background: var(--accent); border-color: var(--accent); color: var(--card); } button.danger { color: var(--bad); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.tag { display: inline-block; padding: 0 .5rem; border-radius: 999px; border: 1px solid currentColor; font-size: .78rem; white-space: nowrap; }
.completed, .active-schedule, .up { color: var(--good); } .failed, .down, .removed { color: var(--bad); } .active { color: var(--run); }
.waiting, .published, .paused { color: var(--warn); } .cancelled, .expired, .discarded, .over, .unknown { color: var(--dim); }
.note + .card { margin-top: 1rem; } .note { border-left: 3px solid var(--warn); padding: .3rem .8rem; background: var(--card); } .note.bad { border-color: var(--bad); }
.card:has(svg) { overflow-x: auto; } svg.chart { width: 100%; min-width: 38rem; height: auto; display: block; } svg .done { fill: var(--good); } svg .broke { fill: var(--bad); } svg text { fill: var(--dim); font-size: 11px; }
progress { width: 100%; height: .8rem; accent-color: var(--accent); }
@media (max-width: 760px) {
  body { display: block; } header { border: 0; border-bottom: 1px solid var(--line); padding: .6rem 0 0; }
  .brand { padding: 0 1rem .3rem; } .who { padding: .2rem 1rem .5rem; } nav { flex-direction: row; overflow-x: auto; }
  nav a { padding: .5rem .8rem; border-left: 0; border-bottom: 3px solid transparent; } nav a[aria-current] { border-bottom-color: var(--accent); }
  main { padding: 1rem; }
}
`;
