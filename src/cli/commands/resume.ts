import { defineCommand } from '../command.ts';
import { withOperations } from '../with-operations.ts';

/** `nightshift resume` */
export const resumeCommand = defineCommand({
  usage: 'QUEUE …',
  examples: [{ line: 'resume email', doc: 'workers take e-mail jobs again' }],
  options: {},
  takes: { min: 1, max: 100 },
  async run(context) {
    await withOperations(context, async (operations, { registry }) => {
      const queues = context.positionals.map((name) => registry.getQueue(name).name);
      for (const queue of queues) await operations.resume(queue);
      context.terminal.print(`Resumed: ${queues.join(', ')}`);
    });
  },
});
