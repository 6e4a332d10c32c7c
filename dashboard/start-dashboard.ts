import { createServer } from 'node:http';
import { openOperations } from '../src/ledger/operations.ts';
import type { Platform } from '../src/platform/platform.ts';
import type { RunningDashboard } from '../src/platform/running-dashboard.ts';
import { DependencyWatch } from '../src/telemetry/dependency-watch.ts';
import { listen } from '../src/telemetry/listen.ts';
import { Metrics } from '../src/telemetry/metrics.ts';
import { mountBoard } from './board/mount-board.ts';
import { dependenciesOf } from './dependencies-of.ts';
import { accessOf } from './http/access.ts';
import { makeApp } from './make-app.ts';
import { measureQueues } from './measure-queues.ts';

/** What stands in the configuration unless it is given here. */
export interface DashboardOptions {
  readonly host?: string;
  /** 0 takes any free one. */
  readonly port?: number;
}

/**
 * Starts the board of an application: Bull Board over all its queues, `/livez`, `/readyz` and `/metrics`.
 *
 * @throws InvalidConfigError when it would listen off loopback without a password, PortUnavailableError
 */
export async function startDashboard(
  platform: Platform,
  options: DashboardOptions = {},
): Promise<RunningDashboard> {
  const { config, database, log } = platform;
  const { host, port, username, password, trustProxy } = { ...config.dashboard, ...options };
  const access = accessOf({ host, username, password });
  const operations = openOperations(database);
  const operator = access.kind === 'password' ? access.username : 'the board';
  const board = await mountBoard({ platform, operations, operator });
  const metrics = new Metrics();
  metrics.watchProcess();
  measureQueues(metrics, operations);
  const watch = new DependencyWatch(dependenciesOf(platform));
  const app = makeApp({
    access,
    trustProxy,
    // A job is sent in an object around its payload, and edited ones indented.
    maxBodyBytes: 2 * config.producer.maxPayloadBytes + 65_536,
    board: board.app,
    health: { name: 'dashboard', whyNotLive: () => undefined, metrics },
    watch,
    log,
  });
  const server = createServer(app);
  const stop = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    watch.close();
    await board.close();
  };
  try {
    const taken = await listen(server, { host, port, setting: 'NIGHTSHIFT_DASHBOARD_PORT' });
    return { port: taken, url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
