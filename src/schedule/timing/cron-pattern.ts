import { Cron } from 'croner';
import { parse } from 'node-cron';

const HOURS_A_DAY = 24;
const KEPT_PATTERNS = 2_000;
const patterns = new Map<string, CronPattern>();

/**
 * A cron expression as a set of wall clock times, in no zone. Wall clock times are milliseconds since the epoch as if
 * the clock showed UTC.
 */
export interface CronPattern {
  /** Every hour of a day matches, so the pattern follows the hours that really pass. */
  readonly isEveryHour: boolean;
  /** The first match after `wallMs`; `undefined` when none ever comes. */
  nextWallMs(wallMs: number): number | undefined;
}

/** Reads a cron expression; the last 2,000 stay read. Throws what its libraries throw when either refuses it. */
export function cronPattern(cron: string): CronPattern {
  const known = patterns.get(cron);
  if (known) return known;
  const pattern = parsePattern(cron);
  const oldest = patterns.size >= KEPT_PATTERNS ? patterns.keys().next().value : undefined;
  if (oldest !== undefined) patterns.delete(oldest);
  patterns.set(cron, pattern);
  return pattern;
}

function parsePattern(cron: string): CronPattern {
  const { hour } = parse(cron);
  // A fixed offset of 0 keeps the library's own rule for summer time out.
  const matcher = new Cron(cron, { utcOffset: 0, mode: '5-or-6-parts', paused: true });
  return {
    isEveryHour: new Set(hour).size === HOURS_A_DAY,
    nextWallMs: (wallMs) => matcher.nextRun(new Date(wallMs))?.getTime(),
  };
}
