import { sql } from 'kysely';
import type { Writing } from '../writing.ts';
import type { FraudReason } from './fraud-findings-table.ts';

export interface NewFinding {
  readonly orderId: number;
  readonly userId: number;
  readonly score: number;
  readonly level: 'low' | 'medium' | 'high';
  readonly reasons: readonly FraudReason[];
}

/** Keeps findings of orders that have none; gives those it kept, the high ones marked as told. */
export async function saveFindings(
  { trx }: Writing,
  findings: readonly NewFinding[],
): Promise<readonly NewFinding[]> {
  if (findings.length === 0) return [];
  const rows = await trx
    .insertInto('fraud_findings')
    .values(
      findings.map(({ orderId, userId, score, level, reasons }) => ({
        order_id: orderId,
        user_id: userId,
        score,
        level,
        reasons: JSON.stringify(reasons),
        notified_at: level === 'high' ? sql<Date>`now()` : null,
      })),
    )
    .onConflict((conflict) => conflict.column('order_id').doNothing())
    .returning('order_id')
    .execute();
  const kept = new Set(rows.map((row) => row.order_id));
  return findings.filter(({ orderId }) => kept.has(orderId));
}

/** Whom to tell: the application's administrators. */
export async function operatorIds({ trx }: Writing): Promise<readonly number[]> {
  const rows = await trx.selectFrom('users').select('id').where('role', '=', 'admin').orderBy('id').execute();
  return rows.map(({ id }) => id);
}
