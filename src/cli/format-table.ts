import { harmlessText } from './harmless-text.ts';

/** One column: its title, and what stands in it for a row. */
export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string | number | undefined;
  /** Numbers stand at the right. Default `left`. */
  readonly align?: 'left' | 'right';
  /** Colours a cell that has been cut and padded. */
  readonly style?: (cell: string, row: Row) => string;
}

const GAP = '  ';
const LEAST_WIDTH = 8;

/**
 * Rows as aligned text under upper-case titles. Given a `width`, the widest columns are cut with `…` until it fits.
 * Control characters, which names and errors of others may hold, are shown as `·`.
 */
export function formatTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  width?: number,
): string {
  const titles = columns.map(({ title }) => title.toUpperCase());
  const cells = rows.map((row) => columns.map(({ value }) => harmlessText(String(value(row) ?? ''))));
  const widths = fit(
    columns.map((_, at) => Math.max(...[titles, ...cells].map((line) => line[at]?.length ?? 0))),
    width,
  );
  const line = (texts: readonly string[], row?: Row): string =>
    columns
      .map((column, at) => drawCell(column, { text: texts[at] ?? '', width: widths[at] ?? 0, row }))
      .join(GAP)
      .trimEnd();
  return [line(titles), ...rows.map((row, at) => line(cells[at] ?? [], row))].join('\n');
}

function drawCell<Row>(
  { align, style }: Column<Row>,
  { text, width, row }: { readonly text: string; readonly width: number; readonly row: Row | undefined },
): string {
  const cell = text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
  const padded = align === 'right' ? cell.padStart(width) : cell.padEnd(width);
  return row === undefined || !style ? padded : style(padded, row);
}

function fit(widths: readonly number[], width = Number.POSITIVE_INFINITY): readonly number[] {
  const fitted = [...widths];
  let excess = fitted.reduce((sum, each) => sum + each, GAP.length * (fitted.length - 1)) - width;
  for (; excess > 0; excess -= 1) {
    const widest = Math.max(...fitted);
    if (widest <= LEAST_WIDTH) break;
    fitted[fitted.indexOf(widest)] = widest - 1;
  }
  return fitted;
}
