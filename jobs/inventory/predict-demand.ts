import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { cancel, completed } from '../../src/job/outcome.ts';
import { wholeId } from '../whole-id.ts';
import { type DemandForecast, forecastDemand } from './forecast/forecast-demand.ts';
import type { DemandHistory, InventoryContext, NewForecast } from './services.ts';

const PAGE = 50;
const DAY_MS = 86_400_000;

/**
 * Forecasts what will be sold of one product or of all, day by day, with an interval and with the error that the same
 * method made on the last weeks beside that of a naive forecast. An interrupted run goes on where it was. The result is
 * `{ forecasts, betterThanNaive, meanError, meanNaiveError }`: errors in units a day and product.
 */
export const predictDemand = defineJob({
  name: 'inventory.predict-demand',
  queue: 'inventory',
  payload: z.strictObject({
    productId: wholeId.optional(),
    horizonDays: z.int().min(1).max(180).default(28),
    /** Share of days that should lie in the interval. */
    level: z.number().min(0.5).max(0.99).default(0.9),
  }),
  timeoutMs: 1_800_000,
  run: async ({ productId, ...options }, { inventory, job, signal, progress }: InventoryContext) => {
    const errors = new Errors();
    let afterId = 0;
    for (;;) {
      const page = await inventory.findUnforecast({
        productId,
        afterId,
        limit: PAGE,
        madeSince: job.enqueuedAt,
      });
      for (const history of page) {
        signal.throwIfAborted();
        const forecast = forecastDemand(history.sold, options);
        await inventory.saveForecast(toRow(history, forecast, options.level));
        errors.add(forecast);
      }
      progress({ forecasts: errors.forecasts });
      afterId = page.at(-1)?.productId ?? afterId;
      if (page.length < PAGE) break;
    }
    // An attempt before this one may have made it.
    if (productId !== undefined && errors.forecasts === 0 && job.attempt === 1)
      return cancel(`There is no product ${productId} that is sold.`);
    return completed(errors.summary());
  },
});

function toRow(
  { productId, sold, today }: DemandHistory,
  { method, days, backtestError, naiveError }: DemandForecast,
  level: number,
): NewForecast {
  const todayMs = Date.parse(today);
  const points = days.map((day, index) => ({
    day: new Date(todayMs + index * DAY_MS).toISOString().slice(0, 10),
    ...day,
  }));
  return {
    productId,
    fromDay: today,
    method,
    level,
    historyDays: sold.length,
    points,
    backtestError,
    naiveError,
  };
}

/** How the forecasts of a run did on what was held back from them. */
class Errors {
  forecasts = 0;
  #compared = 0;
  #better = 0;
  #sum = 0;
  #naiveSum = 0;

  add({ backtestError, naiveError }: DemandForecast): void {
    this.forecasts += 1;
    if (backtestError === null || naiveError === null) return;
    this.#compared += 1;
    this.#sum += backtestError;
    this.#naiveSum += naiveError;
    if (backtestError < naiveError) this.#better += 1;
  }

  summary() {
    const mean = (sum: number): number | null =>
      this.#compared === 0 ? null : Math.round((sum / this.#compared) * 1_000) / 1_000;
    return {
      forecasts: this.forecasts,
      betterThanNaive: this.#better,
      meanError: mean(this.#sum),
      meanNaiveError: mean(this.#naiveSum),
    };
  }
}
