import { type Column, formatTable } from './format-table.ts';
import type { Terminal } from './terminal.ts';

/** Prints rows as a table, or whole as JSON when `json` says so; `none` is said when there are no rows for the table. */
export function printRows<Row>(
  terminal: Terminal,
  rows: readonly Row[],
  options: { readonly columns: readonly Column<Row>[]; readonly json: boolean; readonly none: string },
): void {
  if (options.json) terminal.printJson(rows);
  else if (rows.length === 0) terminal.say(options.none);
  else terminal.print(formatTable(rows, options.columns, terminal.width));
}
