import { Redis } from 'ioredis';
import type { Log } from '../../telemetry/log.ts';
import type { BrokerEmitter } from './broker-emitter.ts';
import type { RedisClient } from './connect-redis.ts';
import { assertCarriesQueues, readRedisInfo } from './redis-server.ts';

/**
 * Lets commands through while the connection stands, once the server has been found fit to carry queues. A server that
 * becomes unfit later is complained of, because refusing it then would only turn a danger into an outage.
 */
export class RedisGate {
  readonly #client: RedisClient;
  readonly #events: BrokerEmitter;
  readonly #log: Log;
  #state: GateState = shut();
  #wasOpen = false;
  #complaint = '';
  #run = '';
  #lastError = new Error('it has not answered yet');

  constructor(client: RedisClient, events: BrokerEmitter, log: Log) {
    this.#client = client;
    this.#events = events;
    this.#log = log;
    client.on('error', (error: Error) => {
      this.#lastError = error;
    });
    client.on('ready', () => void this.look());
    client.on('close', () => {
      if (this.#state.kind !== 'shut') this.#state = shut();
      this.#events.lose(this.#lastError);
    });
  }

  /** `undefined` while it is open; else resolves when it opens, and rejects when the server must not be used. */
  waitUntilOpen(): Promise<void> | undefined {
    return this.#state.kind === 'open' ? undefined : this.#state.opening;
  }

  /** Why it is not open, in words. */
  get why(): string {
    return `Redis cannot be used: ${this.#lastError.message}`;
  }

  /** Changes when a server under this connection is another one than before, or was started again. */
  get run(): string {
    return this.#run;
  }

  /** Asks the servers who they are and how they are set, and opens or refuses accordingly. */
  async look(): Promise<void> {
    try {
      const servers = (await this.#askServers()).map(readRedisInfo);
      this.#run = servers
        .map(({ runId }) => runId)
        .toSorted()
        .join('+');
      for (const server of servers) assertCarriesQueues(server);
      this.#complaint = '';
      this.#open();
    } catch (error) {
      if (this.#client.status === 'ready') this.#complain(error);
    }
  }

  #askServers(): Promise<readonly string[]> {
    const client = this.#client;
    const servers = client instanceof Redis ? [client] : client.nodes('master');
    return Promise.all(servers.map((server) => server.info()));
  }

  #open(): void {
    if (this.#state.kind === 'shut') this.#state.open();
    this.#state = { kind: 'open' };
    this.#wasOpen = true;
    this.#events.restore();
  }

  #complain(error: unknown): void {
    if (this.#wasOpen) {
      const complaint = String(error);
      if (complaint !== this.#complaint) this.#log.error('Redis is not fit to carry queues', { error });
      this.#complaint = complaint;
      return this.#open();
    }
    if (this.#state.kind === 'shut') this.#state.refuse(error);
    this.#state = refused(error);
  }
}

type GateState =
  | { readonly kind: 'open' }
  | { readonly kind: 'refused'; readonly opening: Promise<void> }
  | ShutGate;

interface ShutGate {
  readonly kind: 'shut';
  readonly opening: Promise<void>;
  readonly open: () => void;
  readonly refuse: (error: unknown) => void;
}

function shut(): ShutGate {
  let open = (): void => {};
  let refuse = (_error: unknown): void => {};
  const opening = new Promise<void>((resolve, reject) => {
    open = resolve;
    refuse = reject;
  });
  opening.catch(() => {});
  return { kind: 'shut', opening, open, refuse };
}

function refused(error: unknown): GateState {
  const state = shut();
  state.refuse(error);
  return { kind: 'refused', opening: state.opening };
}
