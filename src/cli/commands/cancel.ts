import { chooseJobs, isAgreed } from '../chosen-jobs.ts';
import { defineCommand } from '../command.ts';
import { operatorName } from '../operator-name.ts';
import { DRY_RUN_OPTION, JSON_OPTION, YES_OPTION } from '../option-specs.ts';
import { withOperations } from '../with-operations.ts';

const BATCH = 500;

/** `nightshift cancel` */
export const cancelCommand = defineCommand({
  usage: 'ID … | FILTER …',
  details:
    'Waiting jobs end at once; running ones are told within a second, and end as soon as their handler heeds its signal. For the filter see "nightshift find".',
  examples: [
    { line: 'cancel 01890a5d-ac96-774b-bcce-b302099a8057', doc: 'this job' },
    { line: 'cancel name:campaigns.send tenant:42 --dry-run', doc: 'shows which jobs that would be' },
    { line: `cancel queue:reports state:waiting --reason 'wrong figures' --yes`, doc: 'without a question' },
  ],
  options: {
    reason: { type: 'string', value: 'TEXT', doc: 'Kept with the job (default: who cancelled it)' },
    'dry-run': DRY_RUN_OPTION,
    yes: YES_OPTION,
    json: JSON_OPTION,
  },
  takes: { min: 1, max: 1_000 },
  async run(context) {
    const { options, positionals, terminal } = context;
    const reason = options.reason ?? `cancelled by ${operatorName()}`;
    await withOperations(context, async (operations) => {
      const ids = await chooseJobs(operations, positionals, ['waiting', 'published', 'active']);
      const consent = { verb: 'cancel', yes: options.yes, isDryRun: options['dry-run'] };
      if (!(await isAgreed(terminal, ids, consent))) return;
      const counts = { cancelled: 0, asked: 0, ended: 0, unknown: 0 };
      for (let at = 0; at < ids.length; at += BATCH)
        for (const answer of await operations.cancel(ids.slice(at, at + BATCH), reason)) counts[answer] += 1;
      if (options.json) terminal.printJson(counts);
      else
        terminal.print(
          `Cancelled: ${counts.cancelled}, told to stop: ${counts.asked}, had ended: ${counts.ended + counts.unknown}`,
        );
    });
  },
});
