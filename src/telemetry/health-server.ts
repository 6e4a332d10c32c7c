import { createServer, type Server, type ServerResponse } from 'node:http';
import { DependencyWatch, type Probe } from './dependency-watch.ts';
import { answerHealth, type HealthReply, type HealthSources } from './answer-health.ts';
import { listen } from './listen.ts';
import type { Log } from './log.ts';

export interface HealthServerOptions extends HealthSources {
  readonly host: string;
  /** The first port to try; 0 takes any free one. */
  readonly port: number;
  /** How many ports to try, for several processes of one kind on one machine. Default 100. */
  readonly tries?: number;
  /** The servers it depends on, by the names that are shown. */
  readonly dependencies: Readonly<Record<string, Probe>>;
  readonly log: Log;
}

/** Answers whether a process lives (`/livez`), can reach what it needs (`/readyz`), and what it counts (`/metrics`). */
export interface HealthServer {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** Starts answering. Rejects with `PortUnavailableError` when no port is free. */
export async function startHealthServer(options: HealthServerOptions): Promise<HealthServer> {
  const watch = new DependencyWatch(options.dependencies);
  const server = createServer((request, response) => {
    void answerHealth(request, options, watch)
      .catch((error: unknown) => failed(error, options.log))
      .then((reply) => send(response, reply, request.method === 'HEAD'));
  });
  const { host, port, tries = 100 } = options;
  try {
    const taken = await listen(server, { host, port, tries, setting: 'NIGHTSHIFT_HEALTH_PORT' });
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
    return { port: taken, url, close: () => close(server, watch) };
  } catch (error) {
    watch.close();
    throw error;
  }
}

function failed(error: unknown, log: Log): HealthReply {
  log.error('A health question could not be answered', { error });
  return { status: 500, body: { error: 'this could not be answered; the log says why' } };
}

function send(response: ServerResponse, { status, type, body }: HealthReply, isHead: boolean): void {
  const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    'Content-Type': type ?? 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...(status === 405 ? { Allow: 'GET, HEAD' } : {}),
  });
  response.end(isHead ? undefined : text);
}

function close(server: Server, watch: DependencyWatch): Promise<void> {
  watch.close();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
