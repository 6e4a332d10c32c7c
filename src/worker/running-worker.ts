import { setTimeout as sleep } from 'node:timers/promises';
import type { Broker, Delivery } from '../broker/broker.ts';
import type { Queue } from '../job/queue.ts';
import type { BeatAnswer, WorkerIdentity } from '../ledger/ledger.ts';
import type { LedgerUnavailableError } from '../ledger/ledger-errors.ts';
import { BULLMQ_PULSE, Heart, RABBITMQ_PULSE } from './heart.ts';
import { LedgerGate } from './ledger-gate.ts';
import { Line } from './line.ts';
import type { StartWorkerOptions } from './start-worker.ts';
import { buildMachine, type WorkerMachine } from './worker-machine.ts';

/** Before a delivery that could not be worked on goes back to its queue, in milliseconds: no hot loop. */
const TROUBLE_PAUSE_MS = 1_000;

/** Of the grace time of a shutdown, what is kept for handing back, in milliseconds. */
const HAND_BACK_MS = 1_000;

/** A worker process at work. Made by `startWorker`. */
export class RunningWorker {
  readonly identity: WorkerIdentity;
  readonly #options: StartWorkerOptions;
  readonly #gate: LedgerGate;
  readonly #machine: WorkerMachine;
  readonly #heart: Heart;
  readonly #lines: Line[] = [];
  readonly #inHand = new Set<Promise<void>>();
  #claimFirst: readonly string[] = [];
  #pausedQueues: readonly string[] = [];

  constructor(options: StartWorkerOptions, identity: WorkerIdentity, usesRabbitMq: boolean) {
    this.#options = options;
    this.identity = identity;
    this.#gate = new LedgerGate({
      onAway: (cause) => this.#onLedgerAway(cause),
      onBack: () => this.#onLedgerBack(),
    });
    this.#machine = buildMachine({
      ...options,
      workerId: identity.id,
      gate: this.#gate,
      mustClaimFirst: (queue) => this.#claimFirst.includes(queue),
      onEnd: () => {},
    });
    this.#heart = new Heart({
      ledger: options.ledger,
      worker: identity,
      pulse: usesRabbitMq ? RABBITMQ_PULSE : BULLMQ_PULSE,
      running: this.#machine.running,
      stats: () => null,
      onAnswer: (answer) => this.#onBeat(answer),
      onTrouble: (error) => options.log.error('The heartbeat failed', { error: String(error) }),
    });
  }
}
