import { setTimeout as wait } from 'node:timers/promises';
import type { Broker, Consumer, Delivery } from '../broker/broker.ts';
import type { Json } from '../job/json.ts';
import type { BrokerKind, Queue } from '../job/queue.ts';
import { Intake } from '../worker/intake.ts';
import type { JobInHand } from '../worker/job-in-hand.ts';
import type { Platform } from './platform.ts';

/** A look at other brokers that is under way until closed. */
export interface RunningLeftovers {
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 60_000;
const HOLD = 50;
/** Before a message that could not be moved is tried again, in milliseconds. */
const RETRY_MS = 1_000;

/**
 * Looks every minute whether a broker still has messages of a queue that another broker carries now, says so, and moves
 * them: jobs of ours under the same publication, so that a claim tells copies apart; what strangers sent becomes a job.
 */
export function startLeftovers(platform: Platform, lookEveryMs = LOOK_EVERY_MS): RunningLeftovers {
  const draining = new Map<string, Consumer>();
  // A broker that is away is asked again with the next look.
  const look = async (): Promise<void> => {
    for (const queue of platform.registry.queues)
      for (const kind of otherBrokers(platform, queue))
        await lookAt(platform, queue, kind, draining).catch(() => {});
  };
  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, lookEveryMs);
  return {
    close: async () => {
      clearInterval(timer);
      await looking;
      await Promise.all([...draining.values()].map((consumer) => consumer.close()));
    },
  };
}

/** The brokers that are configured and not this queue's own. */
function otherBrokers({ config, brokers }: Platform, queue: Queue): readonly BrokerKind[] {
  const configured: BrokerKind[] = [];
  if (config.redis.address) configured.push('bullmq');
  if (config.amqp.address) configured.push('rabbitmq');
  return configured.filter((kind) => kind !== brokers.kindOf(queue));
}

async function lookAt(
  platform: Platform,
  queue: Queue,
  kind: BrokerKind,
  draining: Map<string, Consumer>,
): Promise<void> {
  const broker = await platform.brokers.of({ broker: kind });
  const { ready, held = 0 } = await broker.counts(queue);
  const consumer = draining.get(queue.name);
  if (ready + held === 0) {
    draining.delete(queue.name);
    return consumer?.close();
  }
  platform.log.warn('a broker has messages of a queue that another carries now; they are moved', {
    queue: queue.name,
    broker: kind,
    ready,
    held,
  });
  if (!consumer) draining.set(queue.name, await drain(platform, queue, broker));
}

function drain(platform: Platform, queue: Queue, broker: Broker): Promise<Consumer> {
  const { config, registry, producer, ledger, log } = platform;
  const intake = new Intake({
    registry,
    run: (job) => move(platform, job),
    adopt: (job) => producer.adopt(job),
    keep: (job) => ledger.keep([job]),
    maxPayloadBytes: config.producer.maxPayloadBytes,
  });
  const take = async (delivery: Delivery): Promise<void> => {
    try {
      await intake.take(delivery, queue, broker);
    } catch (error) {
      log.error('a message could not be moved to another broker', { queue: queue.name, error });
      await wait(RETRY_MS, undefined, { ref: false });
      await delivery.handBack();
    }
  };
  return broker.consume(queue, { hold: HOLD }, (delivery) => void take(delivery));
}

async function move({ brokers, registry }: Platform, job: JobInHand): Promise<void> {
  const { mark, name, payload, corrupt, queue, delivery } = job;
  // The ledger has the payload of a recorded job, and the sweep will find that nobody carries it.
  if (corrupt && !queue.recorded) throw new Error(`the payload of job ${mark.id} is damaged`);
  // as: what JSON.parse has made is JSON
  const publication = { ...mark, queue: queue.name, name, payload: payload as Json, isRepeat: true };
  const [error] = corrupt ? [] : await brokers.publish([publication], registry.getQueue);
  if (error) throw error;
  await delivery.settle();
}
