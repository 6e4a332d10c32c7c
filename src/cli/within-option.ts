import { parseEvery } from '../schedule/definition/parse-every.ts';
import type { OptionSpec } from './option-specs.ts';
import { UsageError } from './usage-error.ts';

/** `--within`: how far to look back. */
export const WITHIN_OPTION = {
  type: 'string',
  value: 'TIME',
  doc: 'Such as 90s, 15m, 6h or 7d (default: 1h)',
} as const satisfies OptionSpec;

/** Milliseconds. @throws UsageError */
export function withinOf(given: string | undefined): number {
  const ms = parseEvery(given ?? '1h');
  if (ms !== undefined) return ms;
  throw new UsageError(`--within was given ${JSON.stringify(given)}: expected such as 90s, 15m, 6h or 7d.`);
}
