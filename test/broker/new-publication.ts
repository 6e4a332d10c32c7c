import type { Publication } from '../../src/broker/broker.ts';
import { newJobId } from '../../src/job/job-id.ts';
import type { Queue } from '../../src/job/queue.ts';

/** A publication that nothing else has. */
export function newPublication(queue: Queue, more: Partial<Publication> = {}): Publication {
  return {
    id: newJobId(),
    publication: 1,
    queue: queue.name,
    name: 'test.noop',
    payload: {},
    version: 1,
    isRepeat: false,
    ...more,
  };
}

/** So many publications, whose payloads are their places in the row. */
export function newPublications(queue: Queue, count: number): readonly Publication[] {
  return Array.from({ length: count }, (_, at) => newPublication(queue, { payload: { at } }));
}
