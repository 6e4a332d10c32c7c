import type { HandlerContext, LedgerTransaction } from '../../src/job/handler-context.ts';
import type { Producer } from '../../src/producer/producer.ts';
import type { DemandAndLead } from './reorder-point.ts';

/** What the handlers of this folder need beside the platform. */
export interface InventoryServices {
  readonly inventory: InventoryStore;
  readonly within: Producer['within'];
}

export type InventoryContext = HandlerContext<InventoryServices>;

/** Where stock and what is known of it are kept. */
export interface InventoryStore {
  /**
   * Raises an alert for each product, or the one given, that has fallen to its threshold and has none open, at most
   * `limit`; and calls `tell` in the same transaction, again when that is repeated. Gives the alerts raised.
   */
  raiseAlerts(
    wanted: { readonly productId?: number | undefined; readonly limit: number },
    tell: (alerts: readonly LowStockAlert[], trx: LedgerTransaction) => Promise<void>,
  ): Promise<readonly LowStockAlert[]>;
  /** Products that are reordered automatically, by id, with how they sold lately. */
  findReorderable(page: ProductPage): Promise<readonly ReorderableProduct[]>;
  /**
   * Orders a product up to a stock when what is on hand and on order is at or below its reorder point, whoever else asks
   * for the same, and calls `tell` in the same transaction. Gives the purchase order, or undefined when there is enough.
   */
  orderIfShort(
    wanted: { readonly productId: number; readonly reorderPoint: number; readonly upTo: number },
    tell: (ordered: PurchaseOrder, trx: LedgerTransaction) => Promise<void>,
  ): Promise<PurchaseOrder | undefined>;
  /** Products, by id, that have no forecast made since then, with their history. */
  findUnforecast(page: ProductPage & { readonly madeSince: Date }): Promise<readonly DemandHistory[]>;
  saveForecast(forecast: NewForecast): Promise<void>;
  /** Ids of products with a stock level, in order: one, those of a seller, or all. */
  findStocked(page: ProductPage & { readonly sellerId?: number | undefined }): Promise<readonly number[]>;
  /** Reads the stock of a product anew and keeps it in the cache. */
  renewStock(productId: number): Promise<void>;
}

export interface ProductPage {
  readonly productId?: number | undefined;
  /** Only products with a higher id. */
  readonly afterId: number;
  readonly limit: number;
}

export interface LowStockAlert {
  readonly productId: number;
  readonly productName: string;
  readonly sku: string;
  /** Whom to tell. */
  readonly userId: number;
  readonly onHand: number;
  readonly threshold: number;
}

export interface ReorderableProduct extends DemandAndLead {
  readonly productId: number;
  readonly productName: string;
  readonly userId: number;
  readonly onHand: number;
  readonly onOrder: number;
  /** How many days of demand one order should last. */
  readonly coverDays: number;
}

export interface PurchaseOrder {
  readonly id: number;
  readonly quantity: number;
}

export interface DemandHistory {
  readonly productId: number;
  /** Units sold each day, without gaps, up to yesterday by the seller's clock. */
  readonly sold: readonly number[];
  /** The seller's today, `2030-03-29`. */
  readonly today: string;
}

export interface NewForecast {
  readonly productId: number;
  readonly fromDay: string;
  readonly method: string;
  readonly level: number;
  readonly historyDays: number;
  readonly points: readonly {
    readonly day: string;
    readonly expected: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly backtestError: number | null;
  readonly naiveError: number | null;
}
