import { defineCommand } from '../../command.ts';
import { withKv } from '../../with-kv.ts';
import { refuseWhileAway } from './refuse-while-away.ts';

/** `nightshift cache invalidate` */
export const invalidateCommand = defineCommand({
  usage: 'TAG …',
  details:
    'All that was kept under one of these tags misses from now on, in every process, and so does what is being loaded under them.',
  examples: [
    { line: 'cache invalidate user:42 task:7', doc: 'after somebody changed them past the application' },
  ],
  options: {},
  takes: { min: 1, max: 100 },
  async run(context) {
    const { positionals, terminal } = context;
    await withKv(context, async (kv) => {
      await refuseWhileAway(kv);
      await kv.cache.invalidateTags(...positionals);
    });
    terminal.print(`Invalidated: ${positionals.join(', ')}`);
  },
});
