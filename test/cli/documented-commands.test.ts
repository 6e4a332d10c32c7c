import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/root.ts';
import { COMMANDS } from '../../src/cli/command-table.ts';
import { findCommand, loadCommand } from '../../src/cli/find-command.ts';

/** Command lines of a page, in its blocks and in its text. */
function commandsIn(page: string): readonly string[] {
  const text = readFileSync(join(root, 'docs', page), 'utf8');
  const inBlocks = text.matchAll(/^nightshift ([a-z].*?)(?: {2,}#.*| +# .*)?$/gm);
  const inText = text.matchAll(/`nightshift ([a-z][^`]*)`/g);
  return [...inBlocks, ...inText].map(([, line = '']) => line.trim());
}

/** As a shell would part them, as far as our pages go. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) => word);

test.each(['operating.md', 'production.md', 'alerts.md', 'metrics.md'])(
  'every command line of %s exists, with its options',
  async (page) => {
    const lines = commandsIn(page);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      const found = findCommand(COMMANDS, wordsOf(line));
      const { options } = await loadCommand(found);
      const given = found.rest.filter((word) => word.startsWith('--')).map((word) => word.slice(2));
      expect([line, Object.keys(options)]).toEqual([line, expect.arrayContaining(given)]);
    }
  },
);
