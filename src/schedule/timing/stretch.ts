import { Temporal } from 'temporal-polyfill';

const NANOSECONDS_A_MILLISECOND = 1e6;
const KEPT_STRETCHES = 8;
const stretches = new Map<string, Stretch[]>();

/** Time between two jumps of a zone's wall clock, from `startMs` up to but not including `endMs`. */
export interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
  /** What to add to an instant to get what the wall clock shows. */
  readonly offsetMs: number;
}

/** The stretch that an instant lies in, from the engine's own table of zones; the last few of each zone are kept. */
export function stretchAt(timeZone: string, instantMs: number): Stretch {
  const known = stretches.get(timeZone) ?? [];
  const found = known.find(({ startMs, endMs }) => startMs <= instantMs && instantMs < endMs);
  if (found) return found;
  const stretch = readStretch(timeZone, instantMs);
  stretches.set(timeZone, [stretch, ...known.slice(0, KEPT_STRETCHES - 1)]);
  return stretch;
}

function readStretch(timeZone: string, instantMs: number): Stretch {
  const zoned = Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(timeZone);
  // "previous" leaves out a jump at this very instant.
  const start = zoned.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const end = zoned.getTimeZoneTransition('next');
  return {
    startMs: start?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    endMs: end?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offsetMs: zoned.offsetNanoseconds / NANOSECONDS_A_MILLISECOND,
  };
}
