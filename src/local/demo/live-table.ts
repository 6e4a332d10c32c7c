import { type Column, formatTable } from '../../cli/format-table.ts';
import type { Terminal } from '../../cli/terminal.ts';

/** A table that is shown again and again while its rows change. */
export interface LiveTable<Row> {
  show(rows: readonly Row[]): void;
  /** Shows it a last time, whole. */
  end(rows: readonly Row[]): void;
}

/** Redraws in place on a terminal that is high enough; elsewhere prints the rows that have changed. */
export function makeLiveTable<Row>(terminal: Terminal, columns: readonly Column<Row>[]): LiveTable<Row> {
  const { stdout } = terminal.streams;
  const linesOf = (rows: readonly Row[]) => formatTable(rows, columns, terminal.width).split('\n');
  let drawn: readonly string[] = [];
  let printed: readonly string[] = [];

  const redraw = (lines: readonly string[]) => {
    if (lines.join('\n') === drawn.join('\n')) return;
    const back = drawn.length === 0 ? '' : `\u001B[${drawn.length}A\u001B[0J`;
    stdout.write(`${back}${lines.join('\n')}\n`);
    drawn = lines;
  };
  const printChanges = (rows: readonly Row[]) => {
    const values = rows.map((row) => JSON.stringify(columns.map(({ value }) => value(row))));
    for (const [index, line] of linesOf(rows).slice(1).entries()) {
      if (values[index] !== printed[index]) terminal.print(line);
    }
    printed = values;
  };
  const fits = (rows: readonly Row[]) =>
    stdout.isTTY === true && 'rows' in stdout && Number(stdout.rows) > rows.length + 1;
  return {
    show: (rows) => (fits(rows) ? redraw(linesOf(rows)) : printChanges(rows)),
    end: (rows) => (fits(rows) ? redraw(linesOf(rows)) : terminal.print(['', ...linesOf(rows)].join('\n'))),
  };
}
