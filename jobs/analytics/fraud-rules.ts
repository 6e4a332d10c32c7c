/** One rule that an order broke, how much that weighs, and why in plain words. */
export interface FraudReason {
  readonly rule: 'velocity' | 'amount' | 'geography' | 'device';
  readonly score: number;
  readonly reason: string;
}

/** What the rules look at. Money in the smallest unit of the order's currency. */
export interface OrderFacts {
  readonly orderId: number;
  readonly userId: number;
  readonly totalMinor: number;
  readonly country: string;
  readonly userCountry: string;
  /** Orders of the user within the hour before and this one. */
  readonly ordersWithinHour: number;
  /** The mean of the user's orders of the year before, and how many they were. */
  readonly usualMinor: number | null;
  readonly usualOrders: number;
  /** Country of the user's order before within 24 hours, and how many minutes before. */
  readonly countryBefore: string | null;
  readonly minutesSinceBefore: number | null;
  /** Users, this one among them, who ordered from the same device within a week. */
  readonly usersOnDevice: number;
  /** Users, this one among them, who paid by the same means within a week. */
  readonly usersOnPayment: number;
}

/** An order is one user's; more than so many in an hour are a tester of stolen cards, or a bot. */
const USUAL_PER_HOUR = 3;
/** As many times the mean of at least three orders is out of the ordinary. */
const OUT_OF_ORDINARY = 5;

/**
 * What is suspicious about an order. Each rule weighs 0 to 60, and they add up to at most 100, so that one alone is
 * never certain and two together are worth a look.
 */
export function assessOrder(facts: OrderFacts): readonly FraudReason[] {
  return [velocity(facts), amount(facts), ...geography(facts), ...device(facts)].filter(
    (reason) => reason !== undefined,
  );
}

/** The sum of what was found, at most 100. */
export function scoreOf(reasons: readonly FraudReason[]): number {
  return Math.min(
    100,
    reasons.reduce((sum, { score }) => sum + score, 0),
  );
}

/** From 60 somebody should look today, from 35 some day; below 20 it is not worth keeping. */
export function levelOf(score: number): 'low' | 'medium' | 'high' | undefined {
  if (score >= 60) return 'high';
  if (score >= 35) return 'medium';
  return score >= 20 ? 'low' : undefined;
}

function velocity({ ordersWithinHour }: OrderFacts): FraudReason | undefined {
  if (ordersWithinHour <= USUAL_PER_HOUR) return undefined;
  const score = Math.min(60, 20 + 10 * (ordersWithinHour - USUAL_PER_HOUR));
  return { rule: 'velocity', score, reason: `${ordersWithinHour} orders of this user within an hour` };
}

function amount({ totalMinor, usualMinor, usualOrders }: OrderFacts): FraudReason | undefined {
  if (usualMinor === null || usualMinor <= 0 || usualOrders < 3) return undefined;
  const times = totalMinor / usualMinor;
  if (times < OUT_OF_ORDINARY) return undefined;
  const score = Math.min(60, Math.round(20 + 4 * (times - OUT_OF_ORDINARY)));
  return { rule: 'amount', score, reason: `${times.toFixed(1)} times what this user usually spends` };
}

function geography(facts: OrderFacts): readonly FraudReason[] {
  const { country, userCountry, countryBefore, minutesSinceBefore } = facts;
  const found: FraudReason[] = [];
  if (country !== userCountry)
    found.push({
      rule: 'geography',
      score: 10,
      reason: `sent to ${country}, the user lives in ${userCountry}`,
    });
  if (countryBefore !== null && countryBefore !== country)
    found.push({
      rule: 'geography',
      score: 50,
      reason: `sent to ${country} ${minutesSinceBefore ?? 0} minutes after an order to ${countryBefore}`,
    });
  return found;
}

function device({ usersOnDevice, usersOnPayment }: OrderFacts): readonly FraudReason[] {
  const found: FraudReason[] = [];
  if (usersOnDevice > 2)
    found.push({
      rule: 'device',
      score: Math.min(50, 15 * (usersOnDevice - 1)),
      reason: `${usersOnDevice} users ordered from this device within a week`,
    });
  if (usersOnPayment > 2)
    found.push({
      rule: 'device',
      score: Math.min(50, 15 * (usersOnPayment - 1)),
      reason: `${usersOnPayment} users paid by these means within a week`,
    });
  return found;
}
