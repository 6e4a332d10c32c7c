import type { Session } from '../ledger/session.ts';

/** Runs a statement of our own, whose select list is what `Row` says. */
export async function rowsOf<Row>(
  session: Session,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const { rows } = await session.query(text, values);
  return rows as readonly Row[]; // only the statement's author can know its columns
}
