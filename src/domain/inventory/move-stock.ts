import { type RawBuilder, sql } from 'kysely';
import { InsufficientStockError, NotFoundError } from '../domain-errors.ts';
import type { Writing } from '../writing.ts';
import { clearAlerts } from './low-stock-alerts.ts';
import type { MovementKind } from './stock-movements-table.ts';

/** Why stock changes; the same for all products of one call. */
export interface StockReason {
  readonly kind: MovementKind;
  readonly orderId?: number | undefined;
  readonly purchaseOrderId?: number | undefined;
  readonly note?: string | undefined;
}

export interface StockMove {
  readonly productId: number;
  /** Positive in, negative out. */
  readonly quantity: number;
}

/**
 * Changes the stock of some products, all or none, and writes a movement for each. However many take from the same
 * product at once, none gets what another has taken and no level falls below 0.
 *
 * @throws InsufficientStockError, NotFoundError when a product has no stock level
 */
export async function moveStock(
  writing: Writing,
  moves: readonly StockMove[],
  reason: StockReason,
): Promise<void> {
  const wanted = sumByProduct(moves);
  await lockLevels(writing, wanted);
  const moved = await changeLevels(writing, wanted);
  const refused = wanted.find(({ productId }) => moved.every((level) => level.productId !== productId));
  if (refused) throw await shortage(writing, refused);
  await writeMovements(writing, moved, reason);
  await clearAlerts(
    writing,
    wanted.filter(({ quantity }) => quantity > 0).map(({ productId }) => productId),
  );
  for (const { productId, quantity, onHand } of moved)
    writing.changed({ kind: 'stock-moved', productId, movement: reason.kind, quantity, onHand });
}

interface MovedLevel extends StockMove {
  readonly onHand: number;
}

function sumByProduct(moves: readonly StockMove[]): readonly StockMove[] {
  const sums = new Map<number, number>();
  for (const { productId, quantity } of moves) sums.set(productId, (sums.get(productId) ?? 0) + quantity);
  return [...sums]
    .map(([productId, quantity]) => ({ productId, quantity }))
    .filter(({ quantity }) => quantity !== 0)
    .toSorted((one, other) => one.productId - other.productId);
}

/** In the order of their ids, so that two baskets with the same products never wait for each other. */
async function lockLevels({ trx }: Writing, wanted: readonly StockMove[]): Promise<void> {
  if (wanted.length < 2) return;
  const ids = wanted.map(({ productId }) => productId);
  await trx
    .selectFrom('stock_levels')
    .select('product_id')
    .where('product_id', 'in', ids)
    .orderBy('product_id')
    .forUpdate()
    .execute();
}

/** The condition is checked on the row as it is once it is locked, which is what forbids selling twice. */
async function changeLevels({ trx }: Writing, wanted: readonly StockMove[]): Promise<readonly MovedLevel[]> {
  const { rows } = await sql<MovedLevel>`
    UPDATE app.stock_levels AS level SET on_hand = on_hand + quantity, updated_at = now()
    FROM ${tableOf(wanted)}
    WHERE level.product_id = wanted.product_id AND on_hand + quantity >= 0
    RETURNING level.product_id AS "productId", quantity, on_hand AS "onHand"`.execute(trx);
  return rows;
}

function tableOf(wanted: readonly StockMove[]): RawBuilder<unknown> {
  const ids = wanted.map(({ productId }) => productId);
  const quantities = wanted.map(({ quantity }) => quantity);
  return sql`unnest(${ids}::int[], ${quantities}::int[]) AS wanted (product_id, quantity)`;
}

async function shortage({ trx }: Writing, { productId, quantity }: StockMove): Promise<Error> {
  const level = await trx
    .selectFrom('stock_levels')
    .select('on_hand')
    .where('product_id', '=', productId)
    .executeTakeFirst();
  if (!level) return new NotFoundError('product', productId);
  return new InsufficientStockError(productId, { asked: -quantity, onHand: level.on_hand });
}

async function writeMovements(
  { trx }: Writing,
  moved: readonly MovedLevel[],
  { kind, orderId, purchaseOrderId, note }: StockReason,
): Promise<void> {
  if (moved.length === 0) return;
  const rows = moved.map(({ productId, quantity, onHand }) => ({
    product_id: productId,
    kind,
    quantity,
    on_hand_after: onHand,
    order_id: orderId ?? null,
    purchase_order_id: purchaseOrderId ?? null,
    note: note ?? null,
  }));
  await trx.insertInto('stock_movements').values(rows).execute();
}
