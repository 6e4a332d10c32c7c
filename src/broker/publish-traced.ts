import { tracing } from '../telemetry/tracing.ts';
import type { Broker, Publication } from './broker.ts';

type Answers = Awaited<ReturnType<Broker['publish']>>;

/** Publishes a batch. Where traces are made, each job that comes from somewhere gets a span of its publication. */
export function publishTraced(broker: Broker, batch: readonly Publication[]): Promise<Answers> {
  const active = tracing();
  const publishing = broker.publish(batch);
  if (!active) return publishing;
  const answerAt = async (index: number): Promise<void> => {
    const error = (await publishing)[index];
    if (error) throw error;
  };
  for (const [index, { trace: parent, id, queue }] of batch.entries()) {
    if (parent === undefined) continue;
    const attributes = {
      'messaging.system': broker.kind,
      'messaging.operation.name': 'publish',
      'messaging.operation.type': 'send',
      'messaging.destination.name': queue,
      'messaging.message.id': id,
    };
    const about = { name: `publish ${queue}`, kind: 'client', parent, attributes } as const;
    // Whoever publishes hears of errors by the answers.
    active.inSpan(about, () => answerAt(index)).catch(() => {});
  }
  return publishing;
}
