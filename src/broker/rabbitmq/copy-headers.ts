import type { Json } from '../../job/json.ts';

const MAX_DEPTH = 8;
const MAX_ENTRIES = 200;
const MAX_TEXT = 4_096;

/**
 * Headers of a stranger as plain JSON of a bounded size: own keys only, bytes as text, nothing deeper than eight levels,
 * longer than 200 entries or 4,096 characters a text.
 */
export function copyHeaders(headers: Readonly<Record<string, unknown>>): Readonly<Record<string, Json>> {
  return copyTable(headers, { entries: MAX_ENTRIES }, MAX_DEPTH);
}

interface Budget {
  entries: number;
}

function copyTable(table: object, budget: Budget, depth: number): Record<string, Json> {
  const copied: [string, Json][] = [];
  for (const [key, value] of Object.entries(table)) {
    if (budget.entries-- <= 0) break;
    copied.push([key, copyValue(value, budget, depth - 1)]);
  }
  // Not by assignment, to which the key `__proto__` is no key.
  return Object.fromEntries(copied);
}

function copyValue(value: unknown, budget: Budget, depth: number): Json {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string') return value.slice(0, MAX_TEXT);
  if (typeof value !== 'object' || value === null) return null;
  if (Buffer.isBuffer(value)) return value.toString('utf8', 0, MAX_TEXT);
  if (depth <= 0) return '…';
  if (!Array.isArray(value)) return copyTable(value, budget, depth);
  return value.slice(0, Math.max(0, budget.entries)).map((item) => {
    budget.entries--;
    return copyValue(item, budget, depth - 1);
  });
}
