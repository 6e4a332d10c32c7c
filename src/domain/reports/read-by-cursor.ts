import { type RawBuilder, sql, type Transaction } from 'kysely';

const PAGE = 300;

/**
 * Reads rows as they are asked for, a page of {@link PAGE} at a time and one page ahead, so that any number of them takes the
 * memory of two. One at a time in a transaction. Throws the signal's reason between two pages.
 */
export async function* readByCursor<Row>(
  trx: Transaction<unknown>,
  query: RawBuilder<Row>,
  signal?: AbortSignal,
): AsyncGenerator<Row> {
  await sql`DECLARE rows_of_report NO SCROLL CURSOR FOR ${query}`.execute(trx);
  const fetchPage = (): Promise<readonly Row[]> => {
    const page = sql<Row>`FETCH ${sql.raw(String(PAGE))} FROM rows_of_report`
      .execute(trx)
      .then(({ rows }) => rows);
    // Whoever stops reading never awaits it, and a failure that nobody hears of would end the process.
    page.catch(() => undefined);
    return page;
  };
  let ahead = fetchPage();
  for (;;) {
    const rows = await ahead;
    if (rows.length === 0) break;
    signal?.throwIfAborted();
    ahead = fetchPage();
    yield* rows;
  }
  await sql`CLOSE rows_of_report`.execute(trx);
}
