import { CronDate, CronPattern as Matcher } from 'croner';
import { parse } from 'node-cron';

const HOURS_A_DAY = 24;
const KEPT_PATTERNS = 10_000;
const UTC_OFFSET_MINUTES = 0;
const allYears = new Matcher('* * * * *').year;
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

/** Reads a cron expression; the last 10,000 stay read. Throws what its libraries throw when either refuses it. */
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
  const matcher = new Matcher(cron, undefined, { mode: '5-or-6-parts' });
  // Each brings a list of 10,000 years, 80 kB; nothing that we accept restricts the year.
  matcher.year = allYears;
  return {
    isEveryHour: new Set(hour).size === HOURS_A_DAY,
    // A fixed offset keeps the library's own rule for summer time out.
    nextWallMs: (wallMs) =>
      new CronDate(new Date(wallMs), UTC_OFFSET_MINUTES).increment(matcher, {}, false)?.getTime(),
  };
}
