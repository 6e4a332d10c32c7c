import type { OptionSpec } from './option-specs.ts';
import { UsageError } from './usage-error.ts';

const MAX_COUNT = 1_000;

/** `-n`: how many rows to show. */
export const COUNT_OPTION = {
  type: 'string',
  short: 'n',
  value: 'N',
  doc: 'How many (default: 10)',
} as const satisfies OptionSpec;

/** @throws UsageError */
export function countOf(given: string | undefined): number {
  const count = given === undefined ? 10 : Number(given);
  if (Number.isInteger(count) && count >= 1 && count <= MAX_COUNT) return count;
  throw new UsageError(
    `-n was given ${JSON.stringify(given)}: expected a whole number from 1 to ${MAX_COUNT}.`,
  );
}
