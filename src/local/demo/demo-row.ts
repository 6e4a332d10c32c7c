import type { Column } from '../../cli/format-table.ts';
import type { Style, Terminal } from '../../cli/terminal.ts';
import type { VisibleJobState } from '../../job/job-state.ts';

/** One job of the demo, as the table shows it. */
export interface DemoRow {
  readonly name: string;
  readonly id: string;
  readonly state: VisibleJobState;
  readonly attempt: number;
  /** Where its result lies, or why it has none. */
  readonly place: string;
}

/** The columns of the demo's table. */
export function demoColumns(terminal: Terminal): readonly Column<DemoRow>[] {
  const isWide = (terminal.width ?? wide) >= wide;
  return [
    { title: 'job', value: ({ name }) => name },
    {
      title: 'state',
      // As wide as the longest, so that lines printed one by one stand in line.
      value: ({ state }) => state.padEnd('published'.length),
      style: (cell, { state }) => terminal.style(styles[state], cell),
    },
    { title: 'attempt', value: ({ attempt }) => attempt, align: 'right' },
    // Half an id helps nobody.
    ...(isWide ? [{ title: 'id', value: ({ id }: DemoRow) => id }] : []),
    { title: 'result', value: ({ place }) => place },
  ];
}

const wide = 130;

const styles: Readonly<Record<VisibleJobState, Style>> = {
  waiting: 'gray',
  published: 'gray',
  active: 'yellow',
  completed: 'green',
  cancelled: 'magenta',
  expired: 'magenta',
  failed: 'red',
  discarded: 'red',
};
