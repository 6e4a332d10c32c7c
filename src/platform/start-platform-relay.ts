import { startAlerts } from '../alerts/start-alerts.ts';
import { deadLetterQueue } from '../broker/rabbitmq/dead-letter-queue.ts';
import { kvChores } from '../kv/kv-chores.ts';
import { ledgerChores } from '../ledger/chores/ledger-chores.ts';
import { startChores } from '../ledger/chores/start-chores.ts';
import { retentionOf } from '../ledger/partitions/retention.ts';
import { startDeadLetters } from '../ledger/recovery/start-dead-letters.ts';
import { startRecovery } from '../ledger/recovery/start-recovery.ts';
import { startRelay } from '../ledger/relay/start-relay.ts';
import { startTurns } from '../ledger/turns/start-turns.ts';
import { apiChores } from '../operators/api-chores.ts';
import type { Platform } from './platform.ts';
import { startLeftovers } from './start-leftovers.ts';

/** A relay at work. */
export interface RunningRelay {
  stop(): Promise<void>;
}

/** Publishes what becomes due, hands out turns, brings back what brokers forget, moves what stayed behind on another broker, keeps the ledger in order, and alerts, until stopped. */
export async function startPlatformRelay(platform: Platform): Promise<RunningRelay> {
  const { config, ledger, database, brokers, registry, log } = platform;
  const relay = startRelay({
    ledger,
    database,
    publish: (batch) => brokers.publish(batch, registry.getQueue),
    carrierOf: (queue) => brokers.kindOf(registry.getQueue(queue)),
    log,
  });
  const turns = startTurns({ database, findJob: registry.findJob, log });
  const { queues } = registry;
  const recovery = startRecovery({ ledger, queues, brokerOf: (queue) => brokers.of(queue), log });
  const onRabbitMq = queues.find((queue) => brokers.kindOf(queue) === 'rabbitmq');
  const deadLetters =
    onRabbitMq &&
    startDeadLetters({
      deadLetters: deadLetterQueue,
      openBroker: () => brokers.of(onRabbitMq),
      ledger,
      queues,
      log,
    });
  const leftovers = startLeftovers(platform);
  const chores = startChores(
    database,
    [
      ...ledgerChores(database, {
        heldBy: (queue) => countHeld(platform, queue),
        retention: retentionOf(config.retention),
      }),
      ...kvChores(database),
      ...apiChores(database),
    ],
    { log },
  );
  const alerts = startAlerts(platform);
  return {
    stop: async () => {
      await Promise.all([
        relay.close(),
        turns.close(),
        recovery.close(),
        deadLetters?.close(),
        leftovers.close(),
        chores.close(),
        alerts.close(),
      ]);
    },
  };
}

/** How many messages of a queue its broker has, if it can tell. */
async function countHeld({ brokers, registry }: Platform, name: string): Promise<number | undefined> {
  const queue = registry.getQueue(name);
  const { ready, held } = await (await brokers.of(queue)).counts(queue);
  return held === undefined ? undefined : ready + held;
}
