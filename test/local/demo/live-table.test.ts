import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { Terminal } from '../../../src/cli/terminal.ts';
import { makeLiveTable } from '../../../src/local/demo/live-table.ts';

const columns = [
  { title: 'job', value: ({ job }: { job: string; state: string }) => job },
  { title: 'state', value: ({ state }: { job: string; state: string }) => state },
];

test('prints only what has changed where there is no terminal, and all of it at the end', () => {
  const { table, text } = make({});
  table.show([row('a', 'waiting'), row('b', 'waiting')]);
  table.show([row('a', 'waiting'), row('b', 'waiting')]);
  table.show([row('a', 'waiting'), row('b', 'active')]);
  expect(text()).toBe('a    waiting\nb    waiting\nb    active\n');
  table.end([row('a', 'completed'), row('b', 'completed')]);
  expect(text()).toMatch(/\n\nJOB {2}STATE\na {4}completed\nb {4}completed\n$/);
});

test('draws over what it drew on a terminal', () => {
  const { table, text } = make({ isTTY: true, rows: 24, columns: 80 });
  table.show([row('a', 'waiting')]);
  expect(text()).toBe('JOB  STATE\na    waiting\n');
  table.show([row('a', 'waiting')]);
  table.end([row('a', 'completed')]);
  expect(text()).toBe('JOB  STATE\na    waiting\n\u001B[2A\u001B[0JJOB  STATE\na    completed\n');
});

test('does not draw over a terminal that is too low for it', () => {
  const { table, text } = make({ isTTY: true, rows: 2, columns: 80 });
  table.show([row('a', 'waiting')]);
  table.show([row('a', 'active')]);
  expect(text()).toBe('a    waiting\na    active\n');
});

function make(terminal: object) {
  const stdout = Object.assign(new PassThrough(), terminal);
  let written = '';
  stdout.on('data', (chunk) => (written += String(chunk)));
  const streams = { stdin: new PassThrough(), stdout, stderr: new PassThrough() };
  return { table: makeLiveTable(new Terminal(streams), columns), text: () => written };
}

function row(job: string, state: string) {
  return { job, state };
}
