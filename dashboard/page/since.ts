import { html, type SafeHtml } from '../../jobs/email/templates/html.ts';

/** A time as people say it, and exactly when one points at it; a dash for none. */
export function since(at: Date | null | undefined, nowMs = Date.now()): SafeHtml {
  if (!at) return html`<span class="dim">–</span>`;
  const awayMs = at.getTime() - nowMs;
  const text = awayMs > 0 ? `in ${lasting(awayMs)}` : `${lasting(-awayMs)} ago`;
  return html`<time datetime="${at.toISOString()}" title="${at.toISOString()}">${text}</time>`;
}

/** A length of time in its greatest unit or two: `5 s`, `3 min`, `2 h 5 min`, `4 d`. */
export function lasting(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.round(hours / 24)} d`;
}
