import type { EffectiveVariable } from '../../config/effective-variables.ts';
import { defineCommand } from '../command.ts';
import { type Column, formatTable } from '../format-table.ts';
import { JSON_OPTION } from '../option-specs.ts';

/** `nightshift config` */
export const configCommand = defineCommand({
  usage: '',
  details: 'Where a value comes from stands beside it. Exits with 2 and says why when it cannot be used.',
  examples: [
    { line: 'config', doc: 'shows what is set' },
    { line: 'config --all', doc: 'shows every variable there is, with its default' },
    { line: 'config --json', doc: 'prints everything, and what was made of it' },
  ],
  options: {
    all: { type: 'boolean', doc: 'Shows variables that are not set, too' },
    json: JSON_OPTION,
  },
  async run({ options, terminal, variables, config: load }) {
    const rows = await variables();
    const config = await load();
    if (options.json) {
      const { redactedConfig } = await import('../../config/redacted-config.ts');
      terminal.printJson({ variables: rows, config: redactedConfig(config) });
      return;
    }
    for (const note of config.notes) terminal.say(note);
    const shown = options.all ? rows : rows.filter(({ from }) => from !== 'default');
    if (shown.length > 0) terminal.print(formatTable(shown, COLUMNS, terminal.width));
    if (!options.all)
      terminal.say(`${rows.length - shown.length} variables have their defaults; --all shows them.`);
  },
});

const COLUMNS: readonly Column<EffectiveVariable>[] = [
  { title: 'variable', value: ({ name }) => name },
  { title: 'from', value: ({ from }) => from },
  { title: 'value', value: ({ value }) => value ?? '(unset)' },
];
