import { setTimeout as wait } from 'node:timers/promises';
import { Client, escapeIdentifier } from 'pg';
import type { OutageLog } from '../telemetry/outage-log.ts';
import type { ChannelListener } from './database.ts';
import type { ConnectionSettings } from './make-pool.ts';

const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 2_000;
const HEARTBEAT_MS = 15_000;

/** One connection that listens on every channel asked for: made for the first, and made again whenever it is lost. */
export class Listener {
  readonly #settings: ConnectionSettings;
  readonly #outage: OutageLog;
  readonly #channels = new Map<string, Set<ChannelListener>>();
  readonly #closing = new AbortController();
  #running: Promise<void> | undefined;
  #client: Client | undefined;
  #retryMs = FIRST_RETRY_MS;

  constructor(settings: ConnectionSettings, outage: OutageLog) {
    this.#settings = settings;
    this.#outage = outage;
  }

  listen(channel: string, listener: ChannelListener): () => void {
    const listeners = this.#channels.get(channel) ?? new Set();
    this.#channels.set(channel, listeners.add(listener));
    this.#running ??= this.#keepListening();
    // Before the connection stands this does nothing: connecting subscribes to every channel known by then.
    if (this.#client) this.#subscribe(this.#client, [channel]).then(() => listener.onGap?.(), ignore);
    return () => listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#client?.end();
    await this.#running;
  }

  async #keepListening(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      await this.#listenUntilLost().catch((cause: unknown) => {
        if (!signal.aborted) this.#outage.began(cause);
      });
      await wait(this.#retryMs, undefined, { signal }).catch(ignore);
      this.#retryMs = Math.min(MAX_RETRY_MS, this.#retryMs * 2);
    }
  }

  async #listenUntilLost(): Promise<never> {
    const client = this.#makeClient();
    const lost = whenLost(client);
    const over = new AbortController();
    try {
      await Promise.race([client.connect(), lost]);
      if (this.#closing.signal.aborted) throw new Error('Closed while connecting.');
      this.#client = client;
      await this.#subscribe(client, [...this.#channels.keys()]);
      this.#retryMs = FIRST_RETRY_MS;
      this.#tellAllOfGap();
      return await Promise.race([lost, askNowAndThen(client, over.signal)]);
    } finally {
      over.abort();
      this.#client = undefined;
      client.end().catch(ignore);
    }
  }

  #makeClient(): Client {
    const { url, applicationName, queryTimeoutMs } = this.#settings;
    const client = new Client({
      connectionString: url,
      application_name: `${applicationName} listener`,
      connectionTimeoutMillis: queryTimeoutMs,
      query_timeout: queryTimeoutMs,
      keepAlive: true,
    });
    client.on('notification', ({ channel, payload }) => {
      for (const listener of this.#channels.get(channel) ?? []) listener.onMessage(payload ?? '');
    });
    return client;
  }

  async #subscribe(client: Client, channels: readonly string[]): Promise<void> {
    await client.query(channels.map((channel) => `LISTEN ${escapeIdentifier(channel)}`).join('; '));
  }

  #tellAllOfGap(): void {
    for (const listeners of this.#channels.values()) {
      for (const listener of listeners) listener.onGap?.();
    }
  }
}

/** Rejects when the connection says that it is gone. */
function whenLost(client: Client): Promise<never> {
  const lost = new Promise<never>((_resolve, reject) => {
    client.on('error', reject);
    client.on('end', () => reject(new Error('The listening connection ended.')));
  });
  lost.catch(ignore);
  return lost;
}

/** A half-open connection never says that it is gone, but does not answer either. */
async function askNowAndThen(client: Client, signal: AbortSignal): Promise<never> {
  for (;;) {
    await wait(HEARTBEAT_MS, undefined, { signal });
    await client.query('SELECT 1');
  }
}

function ignore(): void {}
