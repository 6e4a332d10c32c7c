import type { Person } from './make-people.ts';
import type { Purchase } from './make-purchases.ts';
import { Random } from './random.ts';
import { DAY_MS, fromMs, type SeedPlan } from './seed-plan.ts';

const MINUTE_MS = 60_000;

type Kind = (person: Person, circumstances: Circumstances) => readonly Purchase[];

interface Circumstances {
  readonly random: Random;
  readonly startMs: number;
  readonly people: readonly Person[];
}

/** One story of each kind for every 20,000 orders and at least one, every second one within the last two days. */
export function makeFrauds(plan: SeedPlan, people: readonly Person[]): readonly Purchase[] {
  const random = new Random(plan.seed, 'frauds');
  const rounds = Math.max(1, Math.round(plan.orders / 20_000));
  const settled = people.filter(({ createdMs }) => createdMs < fromMs(plan));
  return Array.from({ length: rounds }, () => KINDS)
    .flat()
    .flatMap((kind, index) => {
      const daysAgo = index % 2 === 0 ? 0.2 + random.next() * 1.6 : random.next() * (plan.days - 3) + 2;
      const startMs = Math.floor(plan.untilMs - daysAgo * DAY_MS);
      return kind(random.pick(settled), { random, startMs, people: settled });
    });
}

/** Many orders within minutes. */
const velocity: Kind = (person, { random, startMs }) =>
  Array.from({ length: random.int(8, 12) }, (_, nth) => ({
    person,
    placedMs: startMs + nth * random.int(1, 4) * MINUTE_MS,
  }));

/** One order that is far beyond the buyer's others. */
const amount: Kind = (person, { random, startMs }) => [
  { person, placedMs: startMs, extravagance: random.int(15, 25) },
];

/** From two ends of the world within an hour. */
const geography: Kind = (person, { random, startMs }) => [
  { person, placedMs: startMs },
  { person, placedMs: startMs + 40 * MINUTE_MS, country: 'SG', ip: `203.0.113.${random.int(1, 254)}` },
];

/** One device and one card under several names. */
const device: Kind = (first, { random, startMs, people }) => {
  const mark = String(startMs % 1_000_000);
  const others = Array.from({ length: 5 }, () => random.pick(people));
  return [first, ...others].map((person, nth) => ({
    person,
    placedMs: startMs + nth * 25 * MINUTE_MS,
    deviceId: `device-shared-${mark}`,
    paymentFingerprint: `card-shared-${mark}`,
    ip: '198.51.100.23',
  }));
};

const KINDS: readonly Kind[] = [velocity, amount, geography, device];
