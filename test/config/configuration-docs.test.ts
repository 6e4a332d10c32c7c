import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configurationTable } from '../../scripts/configuration-table.ts';
import { root } from '../../scripts/root.ts';

/** The formatter pads the cells of tables. */
const unpadded = (markdown: string): string =>
  markdown.replace(/ +\|/g, ' |').replace(/\| ?-+ ?(?=\|)/g, '|---');

const docs = unpadded(readFileSync(join(root, 'docs', 'configuration.md'), 'utf8'));

test('the documented variables are those of the schema (`npm run docs` writes them)', () => {
  expect(docs).toContain(`<!-- variables -->\n\n${unpadded(configurationTable())}\n\n<!-- /variables -->`);
});

test('every variable has a sentence, a place in the table, and says what holds without it', () => {
  const rows = configurationTable()
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(40);
  expect(
    rows.filter((row) => !/^\| `[A-Z][A-Z_]+` \| \S.* \| [A-Z].*\.( Never shown\.)? \|$/.test(row)),
  ).toEqual([]);
});
