import { closest } from '../../job/closest.ts';

/** What is wrong with the name of a time zone: `undefined` when nothing is. */
export function findTimeZoneProblem(timeZone: string): string | undefined {
  if (/^[+-]/.test(timeZone)) {
    return `timeZone ${JSON.stringify(timeZone)} is an offset, expected an IANA name such as "Europe/Berlin", which knows of summer time`;
  }
  if (isKnown(timeZone)) return undefined;
  const near = closest(timeZone, Intl.supportedValuesOf('timeZone'));
  const hint = near === undefined ? '' : `; did you mean ${JSON.stringify(near)}?`;
  return `timeZone ${JSON.stringify(timeZone)} is not known, expected an IANA name such as "Europe/Berlin"${hint}`;
}

const known = new Set<string>();

function isKnown(timeZone: string): boolean {
  if (known.has(timeZone)) return true;
  try {
    Intl.DateTimeFormat('en', { timeZone });
    known.add(timeZone);
    return true;
  } catch {
    return false;
  }
}
