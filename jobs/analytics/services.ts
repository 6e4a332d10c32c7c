import type { HandlerContext, LedgerTransaction } from '../../src/job/handler-context.ts';
import type { Producer } from '../../src/producer/producer.ts';
import type { FraudReason, OrderFacts } from './fraud-rules.ts';
import type { ProductPair, Recommendation, Taste } from './recommend-products.ts';

/** What the handlers of this folder need beside the platform. */
export interface AnalyticsServices {
  readonly analytics: AnalyticsStore;
  /** Lets members of rankings rise; what is lost while its store is away is not missed. */
  readonly rank: (scores: readonly RankingScore[]) => Promise<void>;
  readonly within: Producer['within'];
}

export type AnalyticsContext = HandlerContext<AnalyticsServices>;

export interface RankingScore {
  readonly ranking: string;
  readonly member: string;
  readonly by: number;
}

/** Where events and what is found in them are kept. */
export interface AnalyticsStore {
  /** Writes events that are not there yet; gives the ids of those it wrote. */
  saveEvents(events: readonly BehaviorEvent[]): Promise<readonly string[]>;
  /** The day before an instant by a zone's clock, `2030-03-29`. */
  dayBefore(instant: Date, timeZone: string): Promise<string>;
  /** Computes the figures of a day in a zone and keeps them; made again, they are replaced. */
  summarizeDay(day: string, timeZone: string): Promise<DayFigures>;
  /** Days of a span without a summary made since then, the oldest first. */
  findUnsummarized(
    wanted: DaySpan & { readonly madeSince: Date; readonly limit: number },
  ): Promise<readonly string[]>;
  /** Orders placed since then that have no finding, by id, with what the rules look at. */
  findOrdersToAssess(page: OrderPage): Promise<readonly OrderFacts[]>;
  /**
   * Keeps findings, at most one an order, and calls `tell` in the same transaction with those that are new and high,
   * and whom to tell. Gives how many are new.
   */
  saveFindings(
    findings: readonly NewFinding[],
    tell: (
      high: readonly NewFinding[],
      operatorIds: readonly number[],
      trx: LedgerTransaction,
    ) => Promise<void>,
  ): Promise<number>;
  /** Products that are bought, or looked at in one visit, with a product. */
  productPairs(): Promise<readonly ProductPair[]>;
  /** Users, by id, with what they bought, looked at and like. */
  findTastes(page: UserPage): Promise<readonly Taste[]>;
  /** Products that sell best of all, per category. */
  bestSellers(): Promise<readonly BestSeller[]>;
  /** Replaces what is recommended to these users. */
  saveRecommendations(userIds: readonly number[], rows: readonly Recommendation[]): Promise<void>;
}

export interface BehaviorEvent {
  readonly id: string;
  readonly occurredAt: string;
  readonly kind: string;
  readonly userId?: number | undefined;
  readonly productId?: number | undefined;
  readonly sessionId?: string | undefined;
  readonly deviceId?: string | undefined;
  readonly country?: string | undefined;
  readonly data?: unknown;
}

export interface DayFigures {
  readonly orders: number;
  readonly cancelledOrders: number;
  readonly units: number;
  /** By currency, in its smallest unit. */
  readonly revenueMinor: Readonly<Record<string, number>>;
  readonly newUsers: number;
  readonly activeUsers: number;
  readonly eventsByKind: Readonly<Record<string, number>>;
  readonly completedTasks: number;
  readonly mostViewed: readonly { readonly productId: number; readonly views: number }[];
}

export interface DaySpan {
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

export interface OrderPage {
  readonly orderId?: number | undefined;
  readonly placedSince: Date;
  readonly afterId: number;
  readonly limit: number;
}

export interface UserPage {
  readonly userId?: number | undefined;
  readonly afterId: number;
  readonly limit: number;
}

export interface NewFinding {
  readonly orderId: number;
  readonly userId: number;
  readonly score: number;
  readonly level: 'low' | 'medium' | 'high';
  readonly reasons: readonly FraudReason[];
}

export interface BestSeller {
  readonly productId: number;
  readonly category: string;
  readonly units: number;
}
