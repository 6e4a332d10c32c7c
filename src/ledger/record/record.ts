import type { Database } from '../../db/database.ts';
import { retryConflicts } from '../../db/retry-conflicts.ts';
import { rowsOf } from '../../db/rows-of.ts';
import { sessionOf } from '../../db/session-of.ts';
import { cancelChildren } from '../end/end-jobs.ts';
import { jsonText } from '../json-text.ts';
import type { AttemptRecord, RecordAnswer } from '../ledger.ts';
import type { Session } from '../session.ts';
import { readBack } from './read-back.ts';
import { readyChildren } from './ready-children.ts';
import { RECORD, RECORD_AND_CLOSE, type RecordedRow } from './record-statement.ts';
import { type ToldOutcome, toToldOutcome } from './told-outcome.ts';

/**
 * Records how attempts ended; in the caller's transaction when there is a session. What the first statement leaves out
 * was late, or is a parent whose children have to hear of it in the same transaction.
 */
export async function record(
  database: Database,
  records: readonly AttemptRecord[],
  workerId: string,
  session: Session | undefined,
): Promise<readonly RecordAnswer[]> {
  if (records.length === 0) return [];
  const told = records.map(toToldOutcome);
  const recorded = new Set<number>();
  if (session) await recordFamily(session, told, workerId, recorded);
  else await recordSimply(database, told, workerId, recorded);
  return told.map(({ position }) => (recorded.has(position) ? 'recorded' : 'late'));
}

async function recordSimply(
  database: Database,
  told: readonly ToldOutcome[],
  workerId: string,
  recorded: Set<number>,
): Promise<void> {
  const rows = await retryConflicts(() => ask(database, told, { workerId, isWithParents: false }));
  for (const { position } of rows) recorded.add(position);
  const rest = told.filter(({ position }) => !recorded.has(position));
  if (rest.length === 0) return;
  const answers = await database.transaction(async (trx) => {
    const found = new Set<number>();
    await recordFamily(sessionOf(trx), rest, workerId, found);
    return found;
  });
  for (const position of answers) recorded.add(position);
}

async function recordFamily(
  session: Session,
  told: readonly ToldOutcome[],
  workerId: string,
  recorded: Set<number>,
): Promise<void> {
  const rows = await ask(session, told, { workerId, isWithParents: true });
  const parents = rows.filter((row) => row.has_children);
  const isDone = ({ state }: RecordedRow) => state === 'completed';
  const isBroken = ({ state }: RecordedRow) => state !== 'completed' && state !== 'waiting';
  await readyChildren(
    session,
    parents.filter(isDone).map(({ id }) => id),
  );
  await cancelChildren(
    session,
    parents.filter(isBroken).map(({ id }) => id),
  );
  for (const { position } of rows) recorded.add(position);
  const rest = told.filter(({ position }) => !recorded.has(position));
  for (const position of await readBack(session, rest, workerId)) recorded.add(position);
}

function ask(
  session: Session,
  told: readonly ToldOutcome[],
  { workerId, isWithParents }: { readonly workerId: string; readonly isWithParents: boolean },
): Promise<readonly RecordedRow[]> {
  const wakesRelay = told.some(({ state }) => state === 'waiting');
  const closesLimits = told.some(({ closes_ms: closesMs }) => closesMs !== undefined);
  const values = [jsonText(told), workerId, isWithParents, wakesRelay];
  return closesLimits ? rowsOf<RecordedRow>(session, RECORD_AND_CLOSE, values) : RECORD.call(session, values);
}
