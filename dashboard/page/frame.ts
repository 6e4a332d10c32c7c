import { html, type SafeHtml } from '../../jobs/email/templates/html.ts';
import { type Actor, mayDo } from '../../src/operators/role.ts';
import { LINKS } from './links.ts';

export interface View {
  readonly title: string;
  readonly body: SafeHtml;
  /** Where the page stands in the navigation, like `/search`. */
  readonly at?: string;
  /** Undefined before the sign-in: no navigation is shown. */
  readonly actor?: Actor;
  /** Whether what is shown is renewed every few seconds. Default false. */
  readonly isLive?: boolean;
}

const PRODUCT = 'Nightshift';

/** Where the frame's files are. */
export const STYLE_PATH = '/page/style.css';
export const ICON_PATH = '/page/icon.svg';
export const SCRIPT_PATH = '/page/script.js';

/** A whole page of ours, in the look of Bull Board: navigation at the side, on narrow screens at the top. */
export function frame({ title, body, at = '', actor, isLive = false }: View): string {
  const page = html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title === PRODUCT ? PRODUCT : html`${title} · ${PRODUCT}`}</title>
<link rel="icon" href="${ICON_PATH}" type="image/svg+xml">
<link rel="stylesheet" href="${STYLE_PATH}">
<script defer src="${SCRIPT_PATH}"></script>
</head>
<body>
${actor && sidebar(actor, at)}
<main${isLive && html` data-live`}>
<h1>${title}</h1>
${body}
</main>
</body>
</html>`;
  return `<!doctype html>\n${page.toString()}`;
}

function sidebar(actor: Actor, at: string): SafeHtml {
  const links = LINKS.filter(({ needs }) => mayDo(actor, needs)).map(({ path, title }) =>
    path === at
      ? html`<a href="${path}" aria-current="page">${title}</a>`
      : html`<a href="${path}">${title}</a>`,
  );
  return html`<header>
<a class="brand" href="/start">Nightshift</a>
<nav>${links}</nav>
${actor.role === 'local' ? html`<p class="who">on this machine</p>` : html`<p class="who"><a href="/account">${actor.name}</a> · ${actor.role}</p>`}
</header>`;
}
