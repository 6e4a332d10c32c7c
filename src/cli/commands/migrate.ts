import { defineCommand } from '../command.ts';
import { JSON_OPTION } from '../option-specs.ts';

/** `nightshift migrate` */
export const migrateCommand = defineCommand({
  usage: '',
  details:
    'Safe to run from several places at once, and while older processes still work. Run it before you start a new version.',
  examples: [
    { line: 'migrate', doc: 'brings the tables up to this version' },
    { line: 'migrate --json', doc: 'prints what was done' },
  ],
  options: { json: JSON_OPTION },
  async run({ options, terminal, config: load }) {
    const config = await load();
    const { findDatabaseUrl } = await import('../../platform/database-url.ts');
    const { migrateAll } = await import('../../platform/migrate-all.ts');
    const done = await migrateAll(config, await findDatabaseUrl(config));
    if (options.json) terminal.printJson(done);
    else if (done.applied.length === 0)
      terminal.print('Nothing to do: the tables are those of this version.');
    else terminal.print(`Applied ${done.applied.join(', ')}.`);
  },
});
