/** As JSON.stringify writes them: NUL, and halves of surrogate pairs, which PostgreSQL refuses. */
const SUSPECT = /\\u(?:0000|d[89a-f][0-9a-f]{2})/;

/**
 * JSON that PostgreSQL takes: what it refuses in texts (NUL, halves of surrogate pairs) becomes U+FFFD. For what must be
 * stored whatever it holds, as results, errors and log lines; payloads are checked at the door instead.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  return SUSPECT.test(text) ? JSON.stringify(wellFormed(JSON.parse(text))) : text;
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return wellFormedText(value);
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [wellFormedText(key), wellFormed(member)]),
  );
}

function wellFormedText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\uFFFD');
}
