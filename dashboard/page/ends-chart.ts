import { html, type SafeHtml } from '../../jobs/email/templates/html.ts';
import type { HourOfEnds } from '../../src/ledger/search/ends-by-hour.ts';
import { count } from './table.ts';

const WIDTH = 720;
const HEIGHT = 150;
const FLOOR = HEIGHT - 18;

/** Bars of what completed and what failed, hour by hour; each says its numbers when one points at it. */
export function endsChart(hours: readonly HourOfEnds[]): SafeHtml {
  const most = Math.max(1, ...hours.map(({ completed, failed }) => completed + failed));
  const step = WIDTH / Math.max(1, hours.length);
  const heightOf = (jobs: number): number => Math.round((jobs / most) * (FLOOR - 16) * 10) / 10;
  const bars = hours.map(({ hour, completed, failed }, at) => {
    const x = Math.round((at * step + step * 0.15) * 10) / 10;
    const width = Math.round(step * 0.7 * 10) / 10;
    const [done, broke] = [heightOf(completed), heightOf(failed)];
    const label = `${String(hour.getUTCHours()).padStart(2, '0')}:00`;
    return html`<g><title>${label} UTC: ${count(completed)} completed, ${count(failed)} failed</title>
<rect class="done" x="${x}" y="${FLOOR - done}" width="${width}" height="${done}"/>
<rect class="broke" x="${x}" y="${FLOOR - done - broke}" width="${width}" height="${broke}"/>
<text x="${x}" y="${HEIGHT - 4}">${label}</text></g>`;
  });
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Jobs that ended, by hour">
<text x="0" y="10">${count(most)} an hour</text>${bars}</svg>`;
}
