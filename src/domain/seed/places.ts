import type { Random } from './random.ts';

/** Where people live. Phone numbers are those set aside for films and books, so that nobody is ever called. */
export interface Place {
  readonly country: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly currency: 'EUR' | 'GBP' | 'USD';
  /** About how far its clocks are ahead of UTC. */
  readonly hoursAhead: number;
  readonly phone: (random: Random) => string | null;
}

const digits = (random: Random, count: number): string =>
  String(random.int(0, 10 ** count - 1)).padStart(count, '0');
const none = (): null => null;

const british = {
  country: 'GB',
  currency: 'GBP',
  locale: 'en-GB',
  phone: (r: Random) => `+447700900${digits(r, 3)}`,
} as const;
const american = {
  country: 'US',
  currency: 'USD',
  locale: 'en-US',
  phone: (r: Random) => `+120255501${digits(r, 2)}`,
} as const;

export const PLACES: readonly Place[] = [
  { ...british, timeZone: 'Europe/London', hoursAhead: 0 },
  {
    country: 'DE',
    currency: 'EUR',
    locale: 'de-DE',
    timeZone: 'Europe/Berlin',
    hoursAhead: 1,
    phone: (r) => `+4917139200${digits(r, 2)}`,
  },
  {
    country: 'FR',
    currency: 'EUR',
    locale: 'fr-FR',
    timeZone: 'Europe/Paris',
    hoursAhead: 1,
    phone: (r) => `+33639980${digits(r, 3)}`,
  },
  { country: 'ES', currency: 'EUR', locale: 'es-ES', timeZone: 'Europe/Madrid', hoursAhead: 1, phone: none },
  {
    country: 'FI',
    currency: 'EUR',
    locale: 'fi-FI',
    timeZone: 'Europe/Helsinki',
    hoursAhead: 2,
    phone: none,
  },
  { ...american, timeZone: 'America/New_York', hoursAhead: -5 },
  { ...american, timeZone: 'America/Chicago', hoursAhead: -6 },
  { ...american, timeZone: 'America/Los_Angeles', hoursAhead: -8 },
  { country: 'IN', currency: 'USD', locale: 'en-IN', timeZone: 'Asia/Kolkata', hoursAhead: 5.5, phone: none },
  {
    country: 'AU',
    currency: 'USD',
    locale: 'en-AU',
    timeZone: 'Australia/Sydney',
    hoursAhead: 10,
    phone: (r) => `+6149157${digits(r, 4)}`,
  },
];

/** Of a hundred people, how many live in each. */
export const PLACE_WEIGHTS: readonly number[] = [24, 18, 12, 7, 3, 12, 7, 8, 5, 4];
