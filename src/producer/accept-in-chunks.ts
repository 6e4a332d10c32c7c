import type { EnqueuedJob } from '../job/enqueue-options.ts';
import type { Accepted, NewJob } from '../ledger/ledger.ts';
import { EnqueueManyError } from './producer-errors.ts';

/** Measured: chunks of 250 with four in flight are faster than larger chunks one by one. */
const CHUNK_JOBS = 250;
const CHUNKS_IN_FLIGHT = 4;

interface ChunkSteps {
  readonly toJob: (payload: unknown) => NewJob | Promise<NewJob>;
  readonly accept: (jobs: readonly NewJob[]) => Promise<readonly (Accepted | Error)[]>;
  readonly handle: (job: NewJob, accepted: Accepted) => EnqueuedJob;
}

/** Accepts payloads as they come. After the first error no further chunk is begun. @throws EnqueueManyError */
export async function acceptInChunks(
  jobName: string,
  payloads: Iterable<unknown> | AsyncIterable<unknown>,
  steps: ChunkSteps,
): Promise<readonly EnqueuedJob[]> {
  const done: EnqueuedJob[][] = [];
  const inFlight = new Set<Promise<void>>();
  let failure: { readonly cause: unknown } | undefined;

  const begin = (jobs: readonly NewJob[]): void => {
    const place = done.push([]) - 1;
    const work = acceptChunk(jobs)
      .then((accepted) => {
        done[place] = accepted;
      })
      .catch((cause: unknown) => {
        failure ??= { cause };
      })
      .finally(() => inFlight.delete(work));
    inFlight.add(work);
  };
  const acceptChunk = async (jobs: readonly NewJob[]): Promise<EnqueuedJob[]> => {
    const answers = await steps.accept(jobs);
    return jobs.flatMap((job, index) => {
      const answer = answers[index];
      if (answer instanceof Error) failure ??= { cause: answer };
      return answer === undefined || answer instanceof Error ? [] : [steps.handle(job, answer)];
    });
  };

  try {
    let chunk: NewJob[] = [];
    for await (const payload of payloads) {
      const made = steps.toJob(payload);
      chunk.push(made instanceof Promise ? await made : made);
      if (chunk.length < CHUNK_JOBS) continue;
      begin(chunk);
      chunk = [];
      if (inFlight.size === CHUNKS_IN_FLIGHT) await Promise.race(inFlight);
      if (failure) break;
    }
    if (chunk.length > 0 && !failure) begin(chunk);
  } catch (cause) {
    failure ??= { cause };
  }
  await Promise.all(inFlight);
  const accepted = done.flat();
  if (failure)
    throw new EnqueueManyError(
      jobName,
      accepted.map(({ id }) => id),
      failure.cause,
    );
  return accepted;
}
