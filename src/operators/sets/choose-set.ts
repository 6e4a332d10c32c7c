import type { VisibleJobState } from '../../job/job-state.ts';
import type { Operations } from '../../ledger/operations.ts';
import { InvalidFilterError, parseFilter } from '../../ledger/search/parse-filter.ts';
import type { Session } from '../../ledger/session.ts';
import { JobSetTable, SET_ACTIONS, type SetAction } from './job-set-table.ts';

/** More than this in one go is chosen in parts. */
const MOST = 200_000;

export interface SetChoice {
  readonly action: SetAction;
  readonly filter: string;
  readonly by: string;
}

/**
 * Fixes the set of jobs that a filter finds now and that the action can be done to, and does nothing else: what is shown
 * and what is done afterwards is the same set. Gives its id.
 *
 * @throws InvalidFilterError also when it asks for other states than the action is for
 */
export async function chooseSet(
  session: Session,
  operations: Pick<Operations, 'ids'>,
  { action, filter, by: chosenBy }: SetChoice,
): Promise<string> {
  const states: readonly VisibleJobState[] = SET_ACTIONS[action];
  const query = parseFilter(filter);
  const wrong = query.states?.filter((state) => !states.includes(state)) ?? [];
  if (wrong.length > 0)
    throw new InvalidFilterError(`state:${wrong.join(',')}`, `to ${action}, expected ${states.join(', ')}`);
  const ids = await operations.ids({ ...query, states: query.states ?? states }, MOST);
  return new JobSetTable(session).insert({ action, filter, chosenBy, ids });
}
