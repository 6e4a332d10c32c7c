import type { Platform } from '../../platform/platform.ts';
import type { DemoRow } from './demo-row.ts';
import { findResultPlace } from './find-result-place.ts';
import { type Glance, glanceAtJobs } from './glance-at-jobs.ts';
import type { SentSample } from './send-samples.ts';

/**
 * What each sent sample is doing now. A job of an unrecorded queue has a row only once something went wrong; without
 * one it is done when its queue is empty. `folder`: what files are shown relative to.
 */
export async function lookAtSamples(
  sent: readonly SentSample[],
  platform: Pick<Platform, 'database' | 'registry' | 'brokers'>,
  folder: string,
): Promise<readonly DemoRow[]> {
  const glances = await glanceAtJobs(
    platform.database,
    sent.map(({ id }) => id),
  );
  return Promise.all(
    sent.map(async (sample) => {
      const glance = glances.get(sample.id) ?? (await glanceAtQueue(sample, platform));
      return { ...glance, name: sample.name, place: describe(glance, folder) };
    }),
  );
}

async function glanceAtQueue(
  { id, queue: name, isRecorded }: SentSample,
  { registry, brokers }: Pick<Platform, 'registry' | 'brokers'>,
): Promise<Glance> {
  if (isRecorded) return { id, state: 'waiting', attempt: 0, result: undefined, why: undefined };
  const queue = registry.getQueue(name);
  const { ready, held } = await (await brokers.of(queue)).counts(queue);
  const isDone = ready === 0 && (held ?? 0) === 0;
  return {
    id,
    state: isDone ? 'completed' : 'published',
    attempt: isDone ? 1 : 0,
    result: isDone ? `not recorded: queue ${name} keeps no rows` : undefined,
    why: undefined,
  };
}

function describe({ state, result, why }: Glance, folder: string): string {
  return state === 'completed' ? findResultPlace(result, folder) : (why ?? '');
}
