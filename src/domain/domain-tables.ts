import type { Kysely, Transaction } from 'kysely';
import type { BehaviorEventsTable } from './behavior/behavior-events-table.ts';
import type { CampaignClicksTable } from './campaigns/campaign-clicks-table.ts';
import type { CampaignDeliveriesTable } from './campaigns/campaign-deliveries-table.ts';
import type { CampaignUnsubscribesTable } from './campaigns/campaign-unsubscribes-table.ts';
import type { CampaignsTable } from './campaigns/campaigns-table.ts';
import type { LinkKeysTable } from './campaigns/link-keys-table.ts';
import type { ForecastsTable } from './forecasts/forecasts-table.ts';
import type { FraudFindingsTable } from './fraud/fraud-findings-table.ts';
import type { ImagesTable } from './images/images-table.ts';
import type { LowStockAlertsTable } from './inventory/low-stock-alerts-table.ts';
import type { PurchaseOrdersTable } from './inventory/purchase-orders-table.ts';
import type { StockLevelsTable } from './inventory/stock-levels-table.ts';
import type { StockMovementsTable } from './inventory/stock-movements-table.ts';
import type { NotificationChannelsTable } from './notifications/notification-channels-table.ts';
import type { NotificationsTable } from './notifications/notifications-table.ts';
import type { OptOutsTable } from './notifications/opt-outs-table.ts';
import type { PushSubscriptionsTable } from './notifications/push-subscriptions-table.ts';
import type { SmsMessagesTable } from './notifications/sms-messages-table.ts';
import type { OrderItemsTable } from './orders/order-items-table.ts';
import type { OrdersTable } from './orders/orders-table.ts';
import type { ReturnsTable } from './orders/returns-table.ts';
import type { ProductsTable } from './products/products-table.ts';
import type { RecommendationsTable } from './recommendations/recommendations-table.ts';
import type { DailySummariesTable } from './reports/daily-summaries-table.ts';
import type { ReportsTable } from './reports/reports-table.ts';
import type { SellersTable } from './sellers/sellers-table.ts';
import type { TaskCollaboratorsTable } from './tasks/task-collaborators-table.ts';
import type { TaskRemindersTable } from './tasks/task-reminders-table.ts';
import type { TasksTable } from './tasks/tasks-table.ts';
import type { SubscriptionsTable } from './users/subscriptions-table.ts';
import type { UsersTable } from './users/users-table.ts';

/** The tables of the sample application, in the schema `app`. A type and not an interface, which `withTables` refuses. */
export type DomainTables = {
  behavior_events: BehaviorEventsTable;
  campaign_clicks: CampaignClicksTable;
  campaign_deliveries: CampaignDeliveriesTable;
  campaign_unsubscribes: CampaignUnsubscribesTable;
  campaigns: CampaignsTable;
  daily_summaries: DailySummariesTable;
  forecasts: ForecastsTable;
  fraud_findings: FraudFindingsTable;
  images: ImagesTable;
  link_keys: LinkKeysTable;
  low_stock_alerts: LowStockAlertsTable;
  notification_channels: NotificationChannelsTable;
  notifications: NotificationsTable;
  opt_outs: OptOutsTable;
  order_items: OrderItemsTable;
  orders: OrdersTable;
  products: ProductsTable;
  purchase_orders: PurchaseOrdersTable;
  push_subscriptions: PushSubscriptionsTable;
  recommendations: RecommendationsTable;
  reports: ReportsTable;
  returns: ReturnsTable;
  sellers: SellersTable;
  sms_messages: SmsMessagesTable;
  stock_levels: StockLevelsTable;
  stock_movements: StockMovementsTable;
  subscriptions: SubscriptionsTable;
  task_collaborators: TaskCollaboratorsTable;
  task_reminders: TaskRemindersTable;
  tasks: TasksTable;
  users: UsersTable;
};

/** Somewhere to read from: the pool or a transaction. */
export type DomainReader = Kysely<DomainTables>;
/** Somewhere to write to. */
export type DomainTransaction = Transaction<DomainTables>;

/** The sample application's tables on a pool, or in a transaction, of the ledger's database. */
export function domainOf(db: Transaction<unknown>): DomainTransaction;
export function domainOf(db: Kysely<unknown>): DomainReader;
export function domainOf(db: Kysely<unknown>): DomainReader {
  return db.withTables<DomainTables>().withSchema('app');
}
