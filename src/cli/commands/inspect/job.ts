import { isJobId } from '../../../job/job-id.ts';
import type { FamilyMember } from '../../../ledger/search/find-family.ts';
import type { JobDetails, PastAttempt } from '../../../ledger/search/get-job.ts';
import { redactedPayload } from '../../../telemetry/redacted-payload.ts';
import { defineCommand } from '../../command.ts';
import { formatAge } from '../../format-age.ts';
import { harmlessText } from '../../harmless-text.ts';
import { JSON_OPTION } from '../../option-specs.ts';
import { UnknownRecordError } from '../../unknown-record-error.ts';
import { UsageError } from '../../usage-error.ts';
import { withOperations } from '../../with-operations.ts';
import { drawFamily } from './draw-family.ts';

/** `nightshift inspect job` */
export const jobCommand = defineCommand({
  usage: 'ID',
  details: 'What its definition redacts is hidden. Jobs that completed in unrecorded queues are not kept.',
  examples: [{ line: 'inspect job 01890a5d-ac96-774b-bcce-b302099a8057', doc: 'shows this job' }],
  options: { json: JSON_OPTION },
  takes: { min: 1, max: 1 },
  async run(context) {
    const { options, positionals, terminal } = context;
    const [id = ''] = positionals;
    if (!isJobId(id))
      throw new UsageError(
        `${JSON.stringify(id)} is no job id: expected a UUID, as "nightshift find" lists them.`,
      );
    const { job, family } = await withOperations(context, async (operations, { registry }) => {
      const found = await operations.getJob(id);
      if (!found) throw new UnknownRecordError(id);
      const payload = redactedPayload(found.payload, registry.findJob(found.name));
      return { job: { ...found, payload }, family: await operations.family(id) };
    });
    if (options.json) terminal.printJson({ ...job, family });
    else terminal.print(describe(job, family));
  },
});

function describe(job: JobDetails, family: readonly FamilyMember[]): string {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['state', stateOf(job)],
    ['queue', job.queue],
    ['attempts', `${job.attempt} of ${job.maxAttempts}`],
    ['enqueued', job.createdAt.toISOString()],
    ['due', job.dueAt?.toISOString()],
    ['started', job.startedAt?.toISOString()],
    ['ended', job.endedAt?.toISOString()],
    ['tenant', job.tenant],
    ['tags', job.tags.join(', ') || undefined],
    ['schedule', job.schedule],
    ['payload', JSON.stringify(job.payload)],
    ['result', job.result === undefined ? undefined : JSON.stringify(job.result)],
    ['raw', job.raw === null ? undefined : Buffer.from(job.raw).toString('utf8').slice(0, 2_000)],
    ['error', job.error?.message],
  ];
  return [
    `${job.name} ${job.id}`,
    ...facts.flatMap(([title, value]) => (value === undefined ? [] : [`  ${title.padEnd(9)} ${value}`])),
    ...job.steps.map(({ name, state }) => `  step      ${name}: ${state}`),
    ...job.attempts.flatMap(describeAttempt),
  ]
    .map(harmlessText)
    .concat(family.length > 1 ? ['', drawFamily(family, job.id)] : [])
    .join('\n');
}

function stateOf({ state, reason, isCancelAsked }: JobDetails): string {
  return `${state}${reason === undefined ? '' : ` (${reason})`}${isCancelAsked ? ', asked to cancel' : ''}`;
}

function describeAttempt({ attempt, startedAt, durationMs, outcome, reason, error, log }: PastAttempt) {
  const why = reason === null ? '' : ` (${reason})`;
  return [
    `  attempt ${attempt} ${startedAt.toISOString()} ${outcome}${why} after ${formatAge(durationMs)}`,
    ...(log ?? []).map(({ level, message }) => `    ${level} ${message}`),
    ...(error ? [`    ${error.name}: ${error.message}`] : []),
  ];
}
