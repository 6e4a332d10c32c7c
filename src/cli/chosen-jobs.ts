import type { JobQuery } from '../ledger/search/job-query.ts';
import { parseFilter } from '../ledger/search/parse-filter.ts';
import type { VisibleJobState } from '../job/job-state.ts';
import type { Operations } from '../ledger/operations.ts';
import { filterText } from './filter-text.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** More than this in one go is asked for in parts. */
const MOST = 200_000;

/**
 * The set of jobs that a command is to act on: those of a filter (or ids) that are in one of `states`. It is fixed when
 * this resolves, so that what is shown, asked about and done is the same.
 *
 * @throws UsageError when nothing says which
 */
export async function chooseJobs(
  operations: Operations,
  words: readonly string[],
  states: readonly VisibleJobState[],
): Promise<readonly string[]> {
  if (words.length === 0)
    throw new UsageError('Which jobs was not said: expected ids, or a filter as of "nightshift find".');
  const query = within(parseFilter(filterText(words)), states);
  return operations.ids(query, MOST);
}

function within(query: JobQuery, states: readonly VisibleJobState[]): JobQuery {
  const wrong = query.states?.filter((state) => !states.includes(state)) ?? [];
  if (wrong.length > 0)
    throw new UsageError(
      `state:${wrong.join(',')} cannot be chosen here: expected ${states.join(', ')}, or no state.`,
    );
  return { ...query, states: query.states ?? states };
}

/** Whether to go on: shows what would be done on a dry run, says when there is nothing to do, and else asks. */
export async function isAgreed(
  terminal: Terminal,
  ids: readonly string[],
  { verb, yes, isDryRun }: { readonly verb: string; readonly yes: boolean; readonly isDryRun: boolean },
): Promise<boolean> {
  const jobs = ids.length === 1 ? '1 job' : `${ids.length} jobs`;
  if (ids.length === 0) terminal.say('No such job was found: nothing to do.');
  else if (isDryRun) {
    terminal.say(`Would ${verb} ${jobs}:`);
    for (const id of ids) terminal.print(id);
  }
  return (
    ids.length > 0 && !isDryRun && terminal.confirm(`${verb[0]?.toUpperCase()}${verb.slice(1)} ${jobs}?`, yes)
  );
}
