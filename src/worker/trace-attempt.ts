import type { BrokerKind } from '../job/queue.ts';
import { tracing } from '../telemetry/tracing.ts';
import type { Attempt } from './attempt.ts';

/** What a message says of where its job comes from. */
export interface Origin {
  /** W3C traceparent. */
  readonly trace?: string | undefined;
  readonly broker?: BrokerKind;
}

/**
 * A handler that runs in a span of its own, where traces are made: under what its job comes from, or linked to all that
 * the members of a batch come from.
 */
export function traceAttempt(
  handler: () => unknown,
  { job: { id, name, queue, attempt } }: Attempt,
  origins: readonly [Origin, ...Origin[]],
): () => unknown {
  const active = tracing();
  if (!active) return handler;
  const [{ trace, broker }] = origins;
  const attributes = {
    ...(broker && { 'messaging.system': broker }),
    'messaging.operation.name': 'run',
    'messaging.operation.type': 'process',
    'messaging.destination.name': queue,
    ...(origins.length > 1
      ? { 'messaging.batch.message_count': origins.length }
      : { 'messaging.message.id': id, 'nightshift.attempt': attempt }),
  };
  const parent = origins.length > 1 ? null : (trace ?? null);
  const links = origins.length > 1 ? origins.flatMap((each) => each.trace ?? []) : [];
  return () => active.inSpan({ name: `run ${name}`, kind: 'consumer', parent, links, attributes }, handler);
}
