const DAY_MS = 86_400_000;

/** How long a `Retry-After` asks to wait, in milliseconds: seconds or a date (RFC 9110, section 10.2.3), from a second to a day. */
export function retryAfterMs(given: unknown, otherwiseMs: number): number {
  const value = typeof given === 'string' ? given.trim() : '';
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? otherwiseMs : Math.min(Math.max(ms, 1_000), DAY_MS);
}
