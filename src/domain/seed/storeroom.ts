import type { MovementKind } from '../inventory/stock-movements-table.ts';
import type { ShopProduct } from './make-shops.ts';
import type { Random } from './random.ts';
import { DAY_MS, fromMs, HOUR_MS, type SeedPlan } from './seed-plan.ts';

export interface StockEvent {
  readonly atMs: number;
  readonly kind: MovementKind;
  readonly quantity: number;
  readonly orderId?: number;
  readonly purchase?: Purchase;
}

export interface SeededMovement {
  readonly event: StockEvent;
  readonly productId: number;
  readonly onHandAfter: number;
}

/** From the supplier. Numbered, and its quantity final, when all is done. */
export interface Purchase {
  id: number;
  quantity: number;
  receivedMs?: number;
  readonly reorderPoint: number;
  readonly orderedMs: number;
  readonly expectedMs: number;
  /** When it really comes. */
  readonly arrivesMs: number;
}

/** Where one product lies: opened well stocked, refilled before it is empty, and never sold short. */
export class Storeroom {
  readonly product: ShopProduct['row'];
  readonly threshold: number;
  readonly movements: SeededMovement[] = [];
  readonly purchases: Purchase[] = [];
  onHand = 0;
  readonly #plan: SeedPlan;
  readonly #random: Random;
  readonly #soldADay: number;
  readonly #reorderPoint: number;
  #onItsWay: Purchase | undefined;

  constructor(
    plan: SeedPlan,
    random: Random,
    { row, events }: { row: ShopProduct['row']; events: readonly StockEvent[] },
  ) {
    const sold = events.reduce((sum, { kind, quantity }) => (kind === 'sale' ? sum - quantity : sum), 0);
    this.#plan = plan;
    this.#random = random;
    this.product = row;
    this.#soldADay = sold / plan.days;
    this.#reorderPoint = Math.ceil(this.#soldADay * ((row.lead_time_days ?? 7) + 4)) + 2;
    this.threshold = Math.max(3, Math.ceil(this.#soldADay * 5));
    this.#live(events);
  }

  #live(events: readonly StockEvent[]): void {
    this.#move({ atMs: fromMs(this.#plan), kind: 'initial', quantity: 10 + Math.ceil(this.#soldADay * 40) });
    for (const event of events) {
      this.#receiveWhatCameBy(event.atMs);
      const missing = -event.quantity - this.onHand;
      if (missing > 0) this.#receive(this.#onItsWay ?? this.#order(event.atMs), event.atMs, missing);
      this.#move(event);
      if (this.onHand <= this.#reorderPoint) this.#onItsWay ??= this.#order(event.atMs);
    }
    this.#receiveWhatCameBy(this.#plan.untilMs);
    if (this.#random.chance(0.06)) this.#countAgain();
  }

  #order(atMs: number): Purchase {
    const {
      lead_time_days: lead = 7,
      lead_time_spread_days: spread = 1,
      cover_days: cover = 30,
    } = this.product;
    const daysAway = Math.max(0.5, lead + this.#random.normal() * spread);
    const purchase = {
      id: 0,
      quantity: Math.max(5, Math.ceil(this.#soldADay * cover)),
      reorderPoint: this.#reorderPoint,
      orderedMs: atMs,
      expectedMs: atMs + lead * DAY_MS,
      arrivesMs: Math.floor(atMs + daysAway * DAY_MS),
    };
    this.purchases.push(purchase);
    return purchase;
  }

  #receiveWhatCameBy(atMs: number): void {
    const purchase = this.#onItsWay;
    if (purchase && purchase.arrivesMs <= atMs) this.#receive(purchase, purchase.arrivesMs);
  }

  #receive(purchase: Purchase, atMs: number, atLeast = 0): void {
    purchase.quantity = Math.max(purchase.quantity, atLeast);
    purchase.receivedMs = atMs;
    this.#onItsWay = undefined;
    this.#move({ atMs, kind: 'purchase', quantity: purchase.quantity, purchase });
  }

  /** Finds fewer than the books say: so a few products lie below their threshold, and nobody has been told. */
  #countAgain(): void {
    const missing = this.onHand - this.#random.int(0, this.threshold);
    const atMs = this.#plan.untilMs - HOUR_MS;
    const isLast = (this.movements.at(-1)?.event.atMs ?? 0) <= atMs;
    if (missing > 0 && isLast) this.#move({ atMs, kind: 'adjustment', quantity: -missing });
  }

  #move(event: StockEvent): void {
    this.onHand += event.quantity;
    this.movements.push({ event, productId: this.product.id, onHandAfter: this.onHand });
  }
}
