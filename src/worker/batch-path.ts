import type { BatchMember, JobDefinition } from '../job/job-definition.ts';
import type { Attempt, HandlerEnd } from './attempt.ts';
import type { AttemptPathParts } from './attempt-path.ts';
import type { Begun, NotBegun } from './claiming.ts';
import { Gather } from './gather.ts';
import { type AttemptEnd, judge, parseVersioned, runHandler } from './handle-attempt.ts';
import { PermanentError } from '../job/handler-errors.ts';
import type { JobInHand } from './job-in-hand.ts';
import { platformOutcome } from './platform-outcomes.ts';
import { traceAttempt } from './trace-attempt.ts';

interface Gathered {
  readonly job: JobInHand;
  /** Hands over what is still to be done for this member. */
  readonly end: (rest: Promise<void>) => void;
}

/** A member whose payload is fit for the handler. */
interface Ready extends Pick<Begun, 'job' | 'attempt'> {
  readonly member: Gathered;
  readonly payload: unknown;
}

/** `undefined`: it was not fit, and has been ended. */
type Prepared = Ready | undefined;

/**
 * The path of jobs whose handler takes many payloads at once: gather → one slot → each claimed → one call → one
 * outcome per member. A throw fails all that were in the call; a payload that its schema refuses fails alone.
 */
export class BatchPath {
  readonly #parts: AttemptPathParts;
  readonly #gathers = new Map<JobDefinition, Gather<Gathered>>();

  constructor(parts: AttemptPathParts) {
    this.#parts = parts;
  }

  /** Resolves when the job's message has been dealt with. */
  run(job: JobInHand, definition: JobDefinition): Promise<void> {
    return new Promise((end) => this.#gatherOf(definition).add({ job, end }));
  }

  /** Nobody waits for company any longer: the worker ends. */
  flush(): void {
    for (const gather of this.#gathers.values()) gather.flush();
  }

  #gatherOf(definition: JobDefinition): Gather<Gathered> {
    const known = this.#gathers.get(definition);
    if (known) return known;
    const size = definition.batch ?? { size: 1, waitMs: 0 };
    const made = new Gather<Gathered>(size, (members) => void this.#runAll(definition, members));
    this.#gathers.set(definition, made);
    return made;
  }

  async #runAll(definition: JobDefinition, members: readonly Gathered[]): Promise<void> {
    const { slots, finishing } = this.#parts;
    if (!(await slots.take(definition))) {
      for (const { job, end } of members) end(job.delivery.handBack());
      return;
    }
    const preparing = members.map((member) => this.#prepare(definition, member));
    const isLate = preparing.some((member) => member instanceof Promise);
    // as: none of them is a promise
    const prepared = isLate
      ? await Promise.all(preparing.map(async (member) => member))
      : (preparing as readonly Prepared[]);
    const ready = prepared.filter((member) => member !== undefined);
    const ends = ready.length > 0 ? await this.#call(definition, ready) : [];
    slots.give(definition);
    for (const [index, { member, job, attempt }] of ready.entries()) {
      member.end(finishing.finish(job, attempt, ends[index] ?? { kind: 'give-back' }));
    }
  }

  /** Claims one member and checks its payload. Where neither must be waited for, nothing is: batches are for floods. */
  #prepare(definition: JobDefinition, member: Gathered): Prepared | Promise<Prepared> {
    const beginning = this.#parts.claiming.begin(member.job);
    if (!(beginning instanceof Promise)) return this.#check(definition, member, beginning);
    return beginning.then(
      (begun) => this.#check(definition, member, begun),
      (error: unknown) => {
        member.end(Promise.reject(error));
        return undefined;
      },
    );
  }

  /** A member that is not fit for the handler is ended here. */
  #check(definition: JobDefinition, member: Gathered, begun: Begun | NotBegun): Prepared | Promise<Prepared> {
    if ('rest' in begun) {
      member.end(begun.rest);
      return undefined;
    }
    const { finishing, handling, unknownJobWaitMs } = this.#parts;
    const { job, attempt } = begun;
    const endAs = (end: AttemptEnd): undefined => {
      member.end(finishing.finish(job, attempt, end));
    };
    const outcome = platformOutcome(job, attempt, unknownJobWaitMs);
    if (outcome) return endAs({ kind: 'outcome', outcome });
    const accept = ({ value }: { readonly value: unknown }): Ready => ({
      job,
      attempt,
      member,
      payload: value,
    });
    const refuse = (thrown: unknown): undefined =>
      endAs(judge(attempt, definition, { kind: 'threw', thrown }, handling));
    try {
      const parsed = parseVersioned(definition, { payload: job.payload, version: job.mark.version });
      return parsed instanceof Promise ? parsed.then(accept, refuse) : accept(parsed);
    } catch (thrown) {
      return refuse(thrown);
    }
  }

  /** One end per member, in order. */
  async #call(definition: JobDefinition, ready: readonly Ready[]): Promise<readonly AttemptEnd[]> {
    const { handling, running } = this.#parts;
    const members: readonly BatchMember<unknown>[] = ready.map(({ payload, attempt }) => ({
      payload,
      job: attempt.job,
    }));
    const [{ attempt: whole }] = ready as readonly [Ready, ...Ready[]]; // the caller has seen that there is one
    for (const { attempt } of ready) running.add(attempt);
    // as: `defineJob` has tied members and context to this definition's own handler
    const handler = (): unknown =>
      definition.run(members as never, handling.makeContext(whole, definition.redact) as never);
    const [first, ...others] = ready.map(({ job: { mark, broker } }) => ({
      trace: mark.trace,
      broker: broker.kind,
    }));
    const traced = traceAttempt(handler, whole, [first ?? {}, ...others]);
    const end = await runHandler(whole, definition, traced, handling);
    for (const { attempt } of ready) running.delete(attempt);
    return ready.map(({ attempt }, index) =>
      judge(attempt, definition, memberEnd(end, index, ready.length, whole, attempt), handling),
    );
  }
}

/** What the end of the one call means for one member. */
function memberEnd(
  end: HandlerEnd,
  index: number,
  count: number,
  whole: Attempt,
  attempt: Attempt,
): HandlerEnd {
  if (whole.abortReason) attempt.abort(whole.abortReason);
  if (end.kind !== 'returned' || end.value === undefined) return end;
  if (!Array.isArray(end.value) || end.value.length !== count) {
    return {
      kind: 'threw',
      thrown: new PermanentError(
        `The batch handler must return one outcome for each of its ${count} members, in order, or nothing.`,
      ),
    };
  }
  return { kind: 'returned', value: end.value[index] };
}
