import type { JobDefinition } from '../../job/job-definition.ts';
import type { Registry } from '../../job/registry.ts';
import type { Enqueuing } from '../../producer/producer.ts';

/** A job with a payload that works. */
export interface Sample {
  readonly definition: JobDefinition;
  readonly payload: unknown;
}

/** A sample that was accepted. */
export interface SentSample {
  readonly id: string;
  readonly name: string;
  readonly queue: string;
  readonly isRecorded: boolean;
}

/** Enqueues one job for each sample. */
export async function sendSamples(
  samples: readonly Sample[],
  { producer, registry }: { readonly producer: Enqueuing; readonly registry: Registry },
): Promise<readonly SentSample[]> {
  return Promise.all(
    samples.map(async ({ definition, payload }) => {
      const { id, queue } = await producer.enqueue(definition, payload);
      return { id, name: definition.name, queue, isRecorded: registry.getQueue(queue).recorded };
    }),
  );
}
