import { type RawBuilder, sql, type Transaction } from 'kysely';

const PAGE = 500;

/**
 * Reads rows as they are asked for, {@link PAGE} at a time, so that any number of them takes the memory of one page. One at
 * a time in a transaction. Throws the signal's reason between two pages.
 */
export async function* readByCursor<Row>(
  trx: Transaction<unknown>,
  query: RawBuilder<Row>,
  signal?: AbortSignal,
): AsyncGenerator<Row> {
  await sql`DECLARE rows_of_report NO SCROLL CURSOR FOR ${query}`.execute(trx);
  for (;;) {
    signal?.throwIfAborted();
    const { rows } = await sql<Row>`FETCH ${sql.raw(String(PAGE))} FROM rows_of_report`.execute(trx);
    if (rows.length === 0) break;
    yield* rows;
  }
  await sql`CLOSE rows_of_report`.execute(trx);
}
