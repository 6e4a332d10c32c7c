import { makeFrauds } from './make-frauds.ts';
import type { Person } from './make-people.ts';
import { OrderTimes } from './order-times.ts';
import { Random } from './random.ts';
import { DAY_MS, type SeedPlan } from './seed-plan.ts';
import { Weighted } from './weighted.ts';

/** That someone buys something at an instant. What is given beside differs from the buyer's habits. */
export interface Purchase {
  readonly person: Person;
  readonly placedMs: number;
  /** How many times the usual quantity. */
  readonly extravagance?: number;
  readonly country?: string;
  readonly ip?: string;
  readonly deviceId?: string;
  readonly paymentFingerprint?: string;
}

/** As many as the plan says, the frauds among them, in the order of their times. Nobody buys before joining. */
export function makePurchases(plan: SeedPlan, people: readonly Person[]): readonly Purchase[] {
  const random = new Random(plan.seed, 'purchases');
  const frauds = makeFrauds(plan, people);
  const times = new OrderTimes(plan, random);
  const active = new Weighted(people.map(({ activity }) => activity));
  const honest = Array.from({ length: plan.orders - frauds.length }, () =>
    purchase(random, { people, active, times }),
  );
  return [...honest, ...frauds].toSorted((one, other) => one.placedMs - other.placedMs);
}

interface Crowd {
  readonly people: readonly Person[];
  readonly active: Weighted;
  readonly times: OrderTimes;
}

function purchase(random: Random, { people, active, times }: Crowd): Purchase {
  for (;;) {
    const person = people[active.draw(random)];
    if (!person) throw new RangeError('A plan needs at least one user.');
    const placedMs = times.draw(random, person.place.hoursAhead);
    if (placedMs > person.createdMs + DAY_MS / 24) return { person, placedMs };
  }
}
