import type { IncomingMessage } from 'node:http';
import type { DependencyWatch } from './dependency-watch.ts';
import type { Metrics } from './metrics.ts';

/** Where the answers come from. */
export interface HealthSources {
  /** What this process calls itself in its answers, like `worker email`. */
  readonly name: string;
  /** Why this process does not do its work, or `undefined` when it does. */
  readonly whyNotLive: () => string | undefined;
  readonly metrics: Metrics;
}

export interface HealthReply {
  readonly status: number;
  /** Default JSON. */
  readonly type?: string;
  readonly body: unknown;
}

/** Answers one question about a process: whether it lives, is ready, and what it counts. */
export async function answerHealth(
  { url = '/', method }: IncomingMessage,
  sources: HealthSources,
  watch: DependencyWatch,
): Promise<HealthReply> {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, body: { error: 'only GET is answered' } };
  const [path = '/'] = url.split('?', 1);
  switch (path) {
    case '/livez':
      return livez(sources);
    case '/readyz':
      return readyz(sources, watch);
    case '/metrics':
      return { status: 200, type: sources.metrics.contentType, body: await sources.metrics.text() };
    default:
      return { status: 404, body: { error: 'expected /livez, /readyz or /metrics' } };
  }
}

function livez({ name, whyNotLive }: HealthSources): HealthReply {
  const why = whyNotLive();
  if (why === undefined) return { status: 200, body: { status: 'live', name } };
  return { status: 503, body: { status: 'not live', name, why } };
}

/** A dependency that is away makes a process not ready, never not live: a restart would not bring it back. */
async function readyz({ name }: HealthSources, watch: DependencyWatch): Promise<HealthReply> {
  const dependencies = await watch.ask();
  const isReady = Object.values(dependencies).every(({ state }) => state === 'up');
  const status = isReady ? 'ready' : 'not ready';
  return { status: isReady ? 200 : 503, body: { status, name, dependencies } };
}
