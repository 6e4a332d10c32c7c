import type { Random } from './random.ts';
import { DAY_MS, fromMs, HOUR_MS, type SeedPlan } from './seed-plan.ts';
import { demandOn, HOURS } from './season.ts';
import { Weighted } from './weighted.ts';

/** Draws instants at which people buy: more before Christmas than in summer, on Saturdays than on Tuesdays, in the evening than at night. */
export class OrderTimes {
  readonly #fromMs: number;
  readonly #days: Weighted;
  readonly #hours = new Weighted(HOURS);

  constructor(plan: SeedPlan, random: Random) {
    this.#fromMs = fromMs(plan);
    const weights = Array.from(
      { length: plan.days },
      (_, day) => demandOn(this.#fromMs + day * DAY_MS, { sinceDays: day }) * random.factor(0.07),
    );
    this.#days = new Weighted(weights);
  }

  /** `hoursAhead` is how far the buyer's clock is ahead of UTC; the instant stays within the UTC day that was drawn. */
  draw(random: Random, hoursAhead: number): number {
    const day = this.#days.draw(random);
    const localHour = this.#hours.draw(random) + random.next();
    const hour = (((localHour - hoursAhead) % 24) + 24) % 24;
    return Math.floor(this.#fromMs + day * DAY_MS + hour * HOUR_MS);
  }
}
