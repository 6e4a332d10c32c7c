import { isJobId } from '../../../job/job-id.ts';
import { checkPayload } from '../../../job/payload.ts';
import type { RetrySetProgress, RetrySetReport } from '../../../ledger/operate/retry-set.ts';
import type { Operations } from '../../../ledger/operations.ts';
import type { Platform } from '../../../platform/platform.ts';
import { chooseJobs, isAgreed } from '../../chosen-jobs.ts';
import { defineCommand } from '../../command.ts';
import { DRY_RUN_OPTION, JSON_OPTION, YES_OPTION } from '../../option-specs.ts';
import { parseJsonOption } from '../../parse-json-option.ts';
import type { Terminal } from '../../terminal.ts';
import { UnknownRecordError } from '../../unknown-record-error.ts';
import { UsageError } from '../../usage-error.ts';
import { withOperations } from '../../with-operations.ts';

/** `nightshift failed retry` */
export const retryCommand = defineCommand({
  usage: 'ID … | FILTER …',
  details:
    'Each gets one more attempt. Steps that are done are not done again. The exit status is 1 when it stopped because too many failed again.',
  examples: [
    { line: 'failed retry 01890a5d-ac96-774b-bcce-b302099a8057', doc: 'this job' },
    { line: 'failed retry name:sms.send error:"timed out" since:1d --rate 20', doc: 'a set, 20 a second' },
    { line: `failed retry 01890a5d-… --payload '{"to":"ada@example.com"}'`, doc: 'with another payload' },
  ],
  options: {
    rate: { type: 'string', value: 'N', doc: 'Jobs a second (default: 50)' },
    'stop-at': {
      type: 'string',
      value: 'PERCENT',
      doc: 'Stops when more than this part of those that ended has failed again (default: 50)',
    },
    payload: { type: 'string', value: 'JSON', doc: 'Replaces the payload of one job; checked by the job' },
    'dry-run': DRY_RUN_OPTION,
    yes: YES_OPTION,
    json: JSON_OPTION,
  },
  takes: { min: 1, max: 1_000 },
  async run(context) {
    const { options, positionals, terminal } = context;
    const perSecond = numberOf('--rate', options.rate ?? '50', 10_000);
    const maxFailedAgain = numberOf('--stop-at', options['stop-at'] ?? '50', 100) / 100;
    const payload = parseJsonOption('--payload', options.payload);
    const report = await withOperations(context, async (operations, platform) => {
      if (payload !== undefined) return editAndRetry(operations, platform, positionals, payload);
      const ids = await chooseJobs(operations, positionals, ['failed']);
      const consent = { verb: 'retry', yes: options.yes, isDryRun: options['dry-run'] };
      if (!(await isAgreed(terminal, ids, consent))) return undefined;
      const onProgress = ids.length > 1 ? progressOn(terminal) : undefined;
      return operations.retrySet(ids, { perSecond, maxFailedAgain, ...(onProgress && { onProgress }) });
    });
    if (!report) return 0;
    if (options.json) terminal.printJson(report);
    else terminal.print(describe(report));
    return report.stopped === undefined ? 0 : 1;
  },
});

async function editAndRetry(
  operations: Operations,
  { registry, config }: Platform,
  words: readonly string[],
  payload: unknown,
): Promise<RetrySetReport> {
  const [id = ''] = words;
  if (words.length > 1 || !isJobId(id)) throw new UsageError('--payload goes with the id of one job.');
  const job = await operations.getJob(id);
  if (!job) throw new UnknownRecordError(id);
  const definition = registry.getJob(job.name);
  const json = await checkPayload(definition, payload, config.producer.maxPayloadBytes);
  const retried = await operations.retry([id], { edit: { payload: json, version: definition.version } });
  return { total: 1, retried: retried.length, completed: 0, failedAgain: 0 };
}

function numberOf(option: string, text: string, most: number): number {
  const number = Number(text);
  if (Number.isFinite(number) && number > 0 && number <= most) return number;
  throw new UsageError(
    `${option} was given ${JSON.stringify(text)}: expected a number above 0 and up to ${most}.`,
  );
}

/** One line a second. */
function progressOn(terminal: Terminal): (progress: RetrySetProgress) => void {
  let nextAt = performance.now() + 1_000;
  return ({ retried, total, completed, failedAgain }) => {
    if (performance.now() < nextAt) return;
    nextAt = performance.now() + 1_000;
    terminal.say(`${retried} of ${total} retried, ${completed} completed, ${failedAgain} failed again`);
  };
}

function describe({ retried, total, failedAgain, stopped }: RetrySetReport): string {
  if (stopped === undefined) return `Retried: ${retried}`;
  return `Stopped, because ${failedAgain} of ${retried} failed again; ${total - retried} were left as they were.`;
}
