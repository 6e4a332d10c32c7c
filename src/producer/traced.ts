import type { EnqueuedJob } from '../job/enqueue-options.ts';
import type { NewJob } from '../ledger/ledger.ts';
import { tracing } from '../telemetry/tracing.ts';

/** A job that knows what it comes from, where traces are made. */
export function withTrace(job: NewJob): NewJob {
  const trace = tracing()?.current();
  return trace === undefined ? job : { ...job, trace };
}

/** Enqueues in a span that the jobs come from, where traces are made. What is enqueued may be of several queues. */
export function inEnqueueSpan<Enqueued extends EnqueuedJob | readonly EnqueuedJob[]>(
  what: { readonly name: string; readonly queue?: string },
  enqueue: () => Promise<Enqueued>,
): Promise<Enqueued> {
  const active = tracing();
  if (!active) return enqueue();
  // Spread, because a program without types may give nothing, and `enqueue` says best what is wrong with that.
  const { name, queue } = { ...what };
  const attributes = {
    'messaging.operation.name': 'enqueue',
    'messaging.operation.type': 'create',
    ...(queue !== undefined && { 'messaging.destination.name': queue }),
  };
  return active.inSpan({ name: `enqueue ${name}`, kind: 'producer', attributes }, async (span) => {
    const enqueued = await enqueue();
    span.set(
      'id' in enqueued
        ? { 'messaging.message.id': enqueued.id }
        : { 'messaging.batch.message_count': enqueued.length },
    );
    return enqueued;
  });
}
