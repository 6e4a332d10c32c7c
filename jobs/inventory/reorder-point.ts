import { normalQuantile } from './normal-quantile.ts';

/** How a product sells and how long it takes to come. */
export interface DemandAndLead {
  /** Units a day: mean and standard deviation. */
  readonly demandPerDay: number;
  readonly demandSpread: number;
  /** From the order to its arrival: mean and standard deviation. */
  readonly leadDays: number;
  readonly leadSpreadDays: number;
  /** Wanted chance of not running out while an order is on its way: between 0.5 and 1. */
  readonly serviceLevel: number;
}

/**
 * The stock, on hand and on order, at which to order again: what is expected to sell until the goods come, and a
 * safety stock for when more does or they come late. With demand D a day and lead time L, both varying on their own:
 *
 *     mean(D) · mean(L) + z · √(mean(L) · var(D) + mean(D)² · var(L))
 *
 * Silver, Pyke and Thomas, Inventory and Production Management in Supply Chains, 4th edition, on continuous review with
 * a random lead time; z is the normal quantile of the service level.
 */
export function reorderPoint(given: DemandAndLead): number {
  const { demandPerDay, demandSpread, leadDays, leadSpreadDays, serviceLevel } = given;
  const variance = leadDays * demandSpread ** 2 + demandPerDay ** 2 * leadSpreadDays ** 2;
  return Math.ceil(demandPerDay * leadDays + normalQuantile(serviceLevel) * Math.sqrt(variance));
}
