import type { Transaction } from 'kysely';
import { domainOf } from '../../../src/domain/domain-tables.ts';
import { PermanentError } from '../../../src/job/handler-errors.ts';

export interface ReportedSeller {
  readonly name: string;
  readonly currency: string;
  readonly timeZone: string;
}

/** Throws {@link PermanentError} when there is none: another attempt would not find it either. */
export async function findSeller(trx: Transaction<unknown>, sellerId: number): Promise<ReportedSeller> {
  const seller = await domainOf(trx)
    .selectFrom('sellers')
    .select(['name', 'currency', 'time_zone as timeZone'])
    .where('id', '=', sellerId)
    .executeTakeFirst();
  if (seller) return seller;
  throw new PermanentError(
    `There is no seller ${sellerId}: expected the id of one, or none for all sellers.`,
  );
}
