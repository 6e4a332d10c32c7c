import { defineCommand } from '../../command.ts';
import { DRY_RUN_OPTION, YES_OPTION } from '../../option-specs.ts';
import { withKv } from '../../with-kv.ts';
import { refuseWhileAway } from './refuse-while-away.ts';

const MOST_SHOWN = 1_000;

/** `nightshift cache clear` */
export const clearCommand = defineCommand({
  usage: 'PATTERN',
  details:
    'Only of the cache: sessions, limits and locks are not touched. What is deleted is made anew when it is next asked for.',
  examples: [
    { line: `cache clear 'search:*' --dry-run`, doc: 'lists what would be deleted' },
    { line: `cache clear '*' --yes`, doc: 'empties the cache' },
  ],
  options: { 'dry-run': DRY_RUN_OPTION, yes: YES_OPTION },
  takes: { min: 1, max: 1 },
  async run(context) {
    const { options, positionals, terminal } = context;
    const [pattern = ''] = positionals;
    await withKv(context, async (kv) => {
      const { cache } = kv;
      if (options['dry-run']) {
        for (const { key } of await cache.find(pattern, MOST_SHOWN)) terminal.print(key);
        return;
      }
      if (!(await terminal.confirm(`Delete the keys ${JSON.stringify(pattern)}?`, options.yes))) return;
      await refuseWhileAway(kv);
      terminal.print(`Deleted: ${await cache.deletePattern(pattern)}`);
    });
  },
});
