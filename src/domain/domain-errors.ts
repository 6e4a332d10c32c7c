import { NightshiftError } from '../nightshift-error.ts';

/** What a write names does not exist, or its actor may not know that it does. */
export class NotFoundError extends NightshiftError {
  readonly code = 'NOT_FOUND';

  constructor(
    what: 'user' | 'task' | 'product' | 'order' | 'order item' | 'purchase order' | 'campaign',
    id: number | string,
  ) {
    super(`There is no ${what} ${id}: expected the id of an existing one.`);
  }
}

/** The actor sees what it wants to change, and may not change it. */
export class NotAllowedError extends NightshiftError {
  readonly code = 'NOT_ALLOWED';
}

/** Another user has this name or address already. */
export class TakenError extends NightshiftError {
  readonly code = 'TAKEN';

  constructor(what: string) {
    super(`This ${what} belongs to another user: choose a different one.`);
  }
}

/** What was asked for makes no sense as things are, and nothing was written. */
export class InvalidWriteError extends NightshiftError {
  readonly code = 'INVALID_WRITE';
}

/** The user's subscription does not include what was asked for, or no more of it; nothing was written. */
export class FeatureUnavailableError extends NightshiftError {
  readonly code = 'FEATURE_UNAVAILABLE';
}

/** There is less in stock than was asked for; nothing was taken. */
export class InsufficientStockError extends NightshiftError {
  readonly code = 'INSUFFICIENT_STOCK';
  readonly productId: number;
  readonly onHand: number;

  constructor(productId: number, { asked, onHand }: { readonly asked: number; readonly onHand: number }) {
    super(`Product ${productId} has ${onHand} in stock, and ${asked} were asked for: ask for fewer.`);
    this.productId = productId;
    this.onHand = onHand;
  }
}
