import type { Insertable } from 'kysely';
import type { SubscriptionsTable } from '../users/subscriptions-table.ts';
import type { Channel, Tier, UsersTable } from '../users/users-table.ts';
import { GOODS } from './goods.ts';
import { FIRST_NAMES, LAST_NAMES } from './names.ts';
import { PLACE_WEIGHTS, PLACES, type Place } from './places.ts';
import { Random } from './random.ts';
import { DAY_MS, fromMs, type SeedPlan } from './seed-plan.ts';
import { Weighted } from './weighted.ts';

/** A user with what the other parts of the seed must know. */
export interface Person {
  readonly id: number;
  readonly place: Place;
  readonly createdMs: number;
  /** How much it buys, 1 on average. */
  readonly activity: number;
  readonly row: Insertable<UsersTable>;
}

/** Users who came over three years, most of them before the first day, and each order by the time of joining. */
export function makePeople(plan: SeedPlan): readonly Person[] {
  const random = new Random(plan.seed, 'people');
  const places = new Weighted(PLACE_WEIGHTS);
  const joined = Array.from({ length: plan.users }, () => joiningMs(plan, random)).toSorted((a, b) => a - b);
  return joined.map((createdMs, index) => {
    const place = PLACES[places.draw(random)] ?? random.pick(PLACES);
    const activity = random.factor(0.9);
    const id = index + 1;
    return { id, place, createdMs, activity, row: userRow({ id, place, createdMs, plan, random }) };
  });
}

function joiningMs(plan: SeedPlan, random: Random): number {
  const start = fromMs(plan);
  const span = plan.untilMs - start;
  return Math.floor(
    random.chance(0.7) ? start - random.next() * 2 * span : start + random.next() * span * 0.95,
  );
}

interface Circumstances {
  readonly id: number;
  readonly place: Place;
  readonly createdMs: number;
  readonly plan: SeedPlan;
  readonly random: Random;
}

function userRow({ id, place, createdMs, plan, random }: Circumstances): Insertable<UsersTable> {
  const [first, last] = id === 1 ? ['Ada', 'Lovelace'] : [random.pick(FIRST_NAMES), random.pick(LAST_NAMES)];
  const username = id === 1 ? 'ada' : `${first}.${last}${id}`.toLowerCase();
  const phone = random.chance(0.6) ? place.phone(random) : null;
  const isQuiet = random.chance(0.35);
  const created_at = new Date(createdMs).toISOString();
  return {
    id,
    username,
    email: `${username}@example.com`,
    name: `${first} ${last}`,
    phone,
    country: place.country,
    locale: place.locale,
    time_zone: place.timeZone,
    role: id === 1 ? 'admin' : 'user',
    tier: id === 1 ? 'enterprise' : tierOf(random),
    channels: channelsOf(random, phone !== null),
    quiet_from: isQuiet ? random.pick(['21:00', '22:00', '23:00']) : null,
    quiet_until: isQuiet ? random.pick(['06:30', '07:00', '08:00']) : null,
    interests: interestsOf(random),
    marketing_consent_at: random.chance(0.45) ? created_at : null,
    last_active_at: new Date(
      Math.max(createdMs, plan.untilMs - random.next() ** 3 * 120 * DAY_MS),
    ).toISOString(),
    created_at,
    updated_at: created_at,
  };
}

function tierOf(random: Random): Tier {
  const drawn = random.next();
  return drawn < 0.04 ? 'enterprise' : drawn < 0.18 ? 'premium' : 'basic';
}

function channelsOf(random: Random, hasPhone: boolean): Channel[] {
  const channels: Channel[] = ['in-app'];
  if (random.chance(0.85)) channels.push('email');
  if (hasPhone && random.chance(0.3)) channels.push('sms');
  return channels;
}

function interestsOf(random: Random): string[] {
  const interests = Array.from({ length: random.int(0, 3) }, () => random.pick(GOODS).category);
  return [...new Set(interests)];
}

const PRICES: Readonly<Record<Tier, number>> = { basic: 0, premium: 900, enterprise: 4_900 };

/** What the users of a paid tier pay, some of them after having had a smaller one. */
export function makeSubscriptions(
  plan: SeedPlan,
  people: readonly Person[],
): readonly Insertable<SubscriptionsTable>[] {
  const random = new Random(plan.seed, 'subscriptions');
  return people.flatMap(({ id, createdMs, place, row }) => {
    const { tier = 'basic' } = row;
    if (tier === 'basic') return [];
    const currency = place.currency;
    const startedMs = createdMs + random.next() * (plan.untilMs - createdMs);
    const started_at = new Date(startedMs).toISOString();
    const current = { user_id: id, tier, price_minor: PRICES[tier], currency, started_at, ended_at: null };
    if (tier !== 'enterprise' || random.chance(0.5)) return [current];
    const before = new Date((createdMs + startedMs) / 2).toISOString();
    const earlier = {
      user_id: id,
      tier: 'premium' as const,
      price_minor: PRICES.premium,
      currency,
      started_at: before,
      ended_at: started_at,
    };
    return [earlier, current];
  });
}
