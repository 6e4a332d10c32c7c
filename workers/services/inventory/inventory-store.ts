import type { InventoryStore } from '../../../jobs/inventory/services.ts';
import { renewIn } from '../../../src/domain/caches/keep.ts';
import { shopCaches } from '../../../src/domain/caches/shop-caches.ts';
import type { Domain } from '../../../src/domain/domain.ts';
import { findUnforecast } from '../../../src/domain/forecasts/find-unforecast.ts';
import { saveForecast } from '../../../src/domain/forecasts/save-forecast.ts';
import { findReorderable } from '../../../src/domain/inventory/find-reorderable.ts';
import { findStocked } from '../../../src/domain/inventory/find-stocked.ts';
import { raiseAlerts } from '../../../src/domain/inventory/low-stock-alerts.ts';
import { orderIfShort } from '../../../src/domain/inventory/order-if-short.ts';
import type { Kv } from '../../../src/kv/kv.ts';
import { permanentWhenRefused } from '../domain/permanent-when-refused.ts';

/** Keeps stock in the tables of the sample application. */
export function makeInventoryStore(domain: Domain, kv: Pick<Kv, 'cache'>): InventoryStore {
  const renewed = shopCaches(domain.reader, renewIn(kv.cache));
  return {
    raiseAlerts: (wanted, tell) =>
      domain.write(async (writing) => {
        const alerts = await raiseAlerts(writing, wanted);
        await tell(alerts, writing.ledgerTransaction);
        return alerts;
      }),
    findReorderable: (page) => findReorderable(domain.reader, page),
    orderIfShort: (wanted, tell) =>
      permanentWhenRefused(
        domain.write(async (writing) => {
          const ordered = await orderIfShort(writing, wanted);
          if (ordered) await tell(ordered, writing.ledgerTransaction);
          return ordered;
        }),
      ),
    findUnforecast: (page) => findUnforecast(domain.reader, page),
    findStocked: (page) => findStocked(domain.reader, page),
    renewStock: async (productId) => void (await renewed.stock(productId)),
    saveForecast: (forecast) => domain.write((writing) => saveForecast(writing, forecast)),
  };
}
