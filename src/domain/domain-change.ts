import type { MovementKind } from './inventory/stock-movements-table.ts';
import type { ChannelStatus } from './notifications/notification-channels-table.ts';
import type { OrderStatus } from './orders/orders-table.ts';
import type { Channel } from './users/users-table.ts';

/** What a write has changed, in the words of the application: enough to know which caches are stale. */
export type DomainChange =
  | TaskChange
  | UserChange
  | OrderChange
  | InventoryChange
  | NotificationChange
  | RecommendationChange
  | ImageChange
  | ReportChange;

export interface TaskChange {
  readonly kind:
    | 'task-created'
    | 'task-updated'
    | 'task-completed'
    | 'task-reopened'
    | 'task-shared'
    | 'task-unshared'
    | 'task-deleted';
  readonly taskId: number;
  readonly title: string;
  readonly ownerId: number;
  /** Everybody who sees the task or did until now: the owner and the collaborators. */
  readonly userIds: readonly number[];
  /** With whom it is shared from now on, or no more. */
  readonly collaboratorId?: number;
}

export interface UserChange {
  readonly kind:
    | 'user-created'
    | 'user-updated'
    | 'user-password-changed'
    | 'user-role-changed'
    | 'user-tier-changed';
  readonly userId: number;
  /** Under which names the user was or is to be found. */
  readonly usernames: readonly string[];
  readonly emails: readonly string[];
}

export interface OrderChange {
  readonly kind: 'order-changed';
  readonly orderId: number;
  readonly userId: number;
  readonly sellerId: number;
  readonly status: OrderStatus;
}

export type InventoryChange =
  | {
      readonly kind: 'stock-moved';
      readonly productId: number;
      readonly movement: MovementKind;
      readonly quantity: number;
      readonly onHand: number;
    }
  | { readonly kind: 'purchase-order-changed'; readonly purchaseOrderId: number; readonly productId: number }
  | { readonly kind: 'forecast-made'; readonly productId: number };

export type NotificationChange =
  | {
      readonly kind: 'notification-recorded';
      readonly notificationId: string;
      readonly userId: number;
      readonly type: string;
      readonly title: string;
    }
  | {
      readonly kind: 'notification-changed';
      readonly notificationId: string;
      readonly userId: number;
      readonly channel: Channel;
      readonly status: ChannelStatus;
    };

export interface RecommendationChange {
  readonly kind: 'recommendations-made';
  readonly userId: number;
}

export interface ImageChange {
  readonly kind: 'image-changed';
  /** Its name in the media store. */
  readonly key: string;
}

export interface ReportChange {
  readonly kind: 'report-made' | 'report-forgotten';
  readonly reportId: number;
  /** Null for all sellers. */
  readonly sellerId: number | null;
}

/** Who asked for a write, and from where. Jobs and the system itself are nobody. */
export interface Actor {
  readonly userId: number;
  readonly ip?: string;
}

/** Hears what one transaction changed, after it has committed. What it throws is logged, for the write has happened. */
export type ChangeListener = (
  changes: readonly DomainChange[],
  actor: Actor | undefined,
) => void | Promise<void>;
