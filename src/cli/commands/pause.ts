import { defineCommand } from '../command.ts';
import { operatorName } from '../operator-name.ts';
import { withOperations } from '../with-operations.ts';

/** `nightshift pause` */
export const pauseCommand = defineCommand({
  usage: 'QUEUE …',
  details:
    'Jobs are still accepted, and what runs goes on. It stays paused over deploys until it is resumed.',
  examples: [{ line: 'pause email', doc: 'no worker takes e-mail jobs any more, within a second' }],
  options: {},
  takes: { min: 1, max: 100 },
  async run(context) {
    await withOperations(context, async (operations, { registry }) => {
      const queues = context.positionals.map((name) => registry.getQueue(name).name);
      for (const queue of queues) await operations.pause(queue, operatorName());
      context.terminal.print(`Paused: ${queues.join(', ')}`);
    });
  },
});
