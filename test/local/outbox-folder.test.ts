import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { writeToOutbox } from '../../src/local/outbox-folder.ts';
import { scratchFolder } from './scratch-folder.ts';

test('writes an item under its id, for the owner only', async () => {
  const folder = await scratchFolder();
  const path = await writeToOutbox(
    { kind: 'email', id: '0198-a', extension: 'eml', content: 'Hello' },
    folder,
  );
  expect(relative(folder, path)).toBe(join('outbox', 'email', '0198-a.eml'));
  expect(await readFile(path, 'utf8')).toBe('Hello');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(dirname(path))).mode & 0o777).toBe(0o700);
});

test('writes an id once', async () => {
  const folder = await scratchFolder();
  const item = { kind: 'sms', id: 'one', extension: 'json' };
  const path = await writeToOutbox({ ...item, content: 'first' }, folder);
  expect(await writeToOutbox({ ...item, content: 'second' }, folder)).toBe(path);
  expect(await readFile(path, 'utf8')).toBe('first');
  expect(await readdir(dirname(path))).toEqual(['one.json']);
});

test.each(['../../escaped', '/etc/passwd', '..', '.', '', 'a\0b', 'nul', 'C:\\x', 'x'.repeat(5_000)])(
  'keeps the file of id %j in its folder',
  async (id) => {
    const folder = await scratchFolder();
    const path = await writeToOutbox({ kind: 'email', id, extension: 'eml', content: 'x' }, folder);
    expect(dirname(path)).toBe(join(folder, 'outbox', 'email'));
    expect(await readFile(path, 'utf8')).toBe('x');
  },
);

test('gives ids that look alike different files', async () => {
  const folder = await scratchFolder();
  const ids = ['a/b', 'a b', 'a-b', 'A-B'];
  const paths = await Promise.all(
    ids.map((id) => writeToOutbox({ kind: 'email', id, extension: 'eml', content: id }, folder)),
  );
  expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(ids.length);
});

test('writes concurrent copies of one id whole', async () => {
  const folder = await scratchFolder();
  const content = 'line\n'.repeat(100_000);
  const item = { kind: 'email', id: 'same', extension: 'eml', content };
  const paths = await Promise.all(Array.from({ length: 8 }, () => writeToOutbox(item, folder)));
  expect(new Set(paths).size).toBe(1);
  expect(await readFile(paths[0] ?? '', 'utf8')).toBe(content);
  expect(await readdir(dirname(paths[0] ?? ''))).toEqual(['same.eml']);
});
