import { type Sample, sample } from '../sample.ts';
import { alertLowStock } from './alert-low-stock.ts';
import { predictDemand } from './predict-demand.ts';
import { reorderAutomatically } from './reorder-automatically.ts';
import { updateStockCache } from './update-cache.ts';

export const inventorySamples: readonly Sample[] = [
  sample(alertLowStock, {}),
  sample(reorderAutomatically, {}),
  sample(predictDemand, { horizonDays: 14 }),
  sample(updateStockCache, { sellerId: 1 }),
];
