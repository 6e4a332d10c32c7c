import { expect, test } from 'vitest';
import { formatTable } from '../../src/cli/format-table.ts';

const rows = [
  { name: 'email', ready: 12, note: 'all is well' },
  { name: 'images.optimize', ready: 3, note: undefined },
];
const columns = [
  { title: 'queue', value: (row: { name: string }) => row.name },
  { title: 'ready', value: (row: { ready: number }) => row.ready, align: 'right' as const },
  { title: 'note', value: (row: { note: string | undefined }) => row.note },
];

test('columns are aligned, numbers to the right, nothing at the end of a line', () => {
  expect(formatTable(rows, columns)).toBe(
    ['QUEUE            READY  NOTE', 'email               12  all is well', 'images.optimize      3'].join(
      '\n',
    ),
  );
});

test('the widest columns are cut until the table fits', () => {
  const text = formatTable([{ name: 'x'.repeat(100), ready: 1, note: 'short' }], columns, 40);
  expect(text.split('\n').every((line) => line.length <= 40)).toBe(true);
  expect(text).toMatch(/x+… {6}1 {2}short/);
});

test('control characters in what others wrote do not reach the terminal', () => {
  const [, line] = formatTable([{ name: '\u001B[2Jboo\n\u202Egnp', ready: 1, note: '' }], columns).split(
    '\n',
  );
  expect(line).toContain('·[2Jboo··gnp');
});
