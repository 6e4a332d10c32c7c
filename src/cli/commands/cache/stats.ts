import type { KindFigures } from '../../../kv/cache/figures.ts';
import { defineCommand } from '../../command.ts';
import type { Column } from '../../format-table.ts';
import { JSON_OPTION } from '../../option-specs.ts';
import { printRows } from '../../print-rows.ts';
import { withKv } from '../../with-kv.ts';

/** `nightshift cache stats` */
export const statsCommand = defineCommand({
  usage: '',
  details:
    'Of all processes since the store was empty, at most 10 s behind. The kind of a key is the part before its first colon.',
  examples: [{ line: 'cache stats', doc: 'shows what is found, and what must be loaded' }],
  options: { json: JSON_OPTION },
  async run(context) {
    const { options, terminal } = context;
    const { kinds, health } = await withKv(context, async ({ cache, ...kv }) => ({
      kinds: await cache.stats(),
      health: await kv.health(),
    }));
    if (options.json) return terminal.printJson({ health, kinds });
    const state = health.isAnswering
      ? `answers in ${health.latencyMs.toFixed(1)} ms`
      : `is away: ${health.why}`;
    terminal.say(`On ${health.store}, which ${state}`);
    const none = health.isAnswering ? 'Nothing was asked for yet.' : 'There are no figures while it is away.';
    printRows(terminal, kinds, { columns: COLUMNS, json: false, none });
  },
});

const COUNTS = [
  { title: 'near hits', of: 'nearHits' },
  { title: 'hits', of: 'hits' },
  { title: 'stale', of: 'staleHits' },
  { title: 'misses', of: 'misses' },
  { title: 'loads', of: 'loads' },
] as const;

const COLUMNS: readonly Column<KindFigures>[] = [
  { title: 'kind', value: ({ kind }) => kind },
  ...COUNTS.map(({ title, of }): Column<KindFigures> => ({ title, value: (row) => row[of], align: 'right' })),
];
