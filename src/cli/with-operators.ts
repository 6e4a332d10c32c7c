import type { Database } from '../db/database.ts';
import { recordAudit } from '../operators/audit/record-audit.ts';
import type { Note } from '../operators/audit-operations.ts';
import { type Operators, openOperators } from '../operators/operators.ts';
import type { CommandContext } from './command-context.ts';
import { operatorName } from './operator-name.ts';
import { withPlatform } from './with-platform.ts';

/** Writes down what whoever works at the command line did. */
export function noteOf(database: Database): Note {
  return (event) => recordAudit(database, { who: operatorName(), from: 'command line', ...event });
}

/** Opens the table of operators for one command. */
export function withOperators<Result>(
  context: Pick<CommandContext, 'config' | 'application' | 'log'>,
  work: (operators: Operators, note: Note, database: Database) => Promise<Result>,
): Promise<Result> {
  return withPlatform(context, 'operator', ({ database }) =>
    work(openOperators(database), noteOf(database), database),
  );
}
