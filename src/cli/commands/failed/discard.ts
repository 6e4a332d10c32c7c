import { chooseJobs, isAgreed } from '../../chosen-jobs.ts';
import { defineCommand } from '../../command.ts';
import { DRY_RUN_OPTION, JSON_OPTION, YES_OPTION } from '../../option-specs.ts';
import { UsageError } from '../../usage-error.ts';
import { withOperations } from '../../with-operations.ts';

const BATCH = 500;

/** `nightshift failed discard` */
export const discardCommand = defineCommand({
  usage: 'ID … | FILTER …',
  details: 'They are kept until they are pruned, with the reason, and can not be retried any more.',
  examples: [
    {
      line: `failed discard fingerprint:5d41402abc4b --reason 'customer has left' --dry-run`,
      doc: 'shows which',
    },
    {
      line: `failed discard fingerprint:5d41402abc4b --reason 'customer has left'`,
      doc: 'asks, and discards them',
    },
  ],
  options: {
    reason: { type: 'string', value: 'TEXT', doc: 'Why; must be given' },
    'dry-run': DRY_RUN_OPTION,
    yes: YES_OPTION,
    json: JSON_OPTION,
  },
  takes: { min: 1, max: 1_000 },
  async run(context) {
    const { options, positionals, terminal } = context;
    const { reason } = options;
    if (reason === undefined)
      throw new UsageError('--reason was not given: expected why these jobs are given up.');
    await withOperations(context, async (operations) => {
      const ids = await chooseJobs(operations, positionals, ['failed']);
      const consent = { verb: 'discard', yes: options.yes, isDryRun: options['dry-run'] };
      if (!(await isAgreed(terminal, ids, consent))) return;
      let discarded = 0;
      for (let at = 0; at < ids.length; at += BATCH)
        discarded += (await operations.discard(ids.slice(at, at + BATCH), reason)).length;
      if (options.json) terminal.printJson({ discarded });
      else terminal.print(`Discarded: ${discarded}`);
    });
  },
});
