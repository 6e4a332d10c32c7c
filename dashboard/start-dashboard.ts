import { createServer } from 'node:http';
import { makeSessions } from '../src/kv/sessions/make-sessions.ts';
import { openOperations } from '../src/ledger/operations.ts';
import type { AuditEvent } from '../src/operators/audit/audit-entry.ts';
import { recordAudit } from '../src/operators/audit/record-audit.ts';
import { auditOperations } from '../src/operators/audit-operations.ts';
import { openOperators } from '../src/operators/operators.ts';
import type { Platform } from '../src/platform/platform.ts';
import type { RunningDashboard } from '../src/platform/running-dashboard.ts';
import { dependenciesOf, serversOf } from '../src/platform/servers-of.ts';
import { DependencyWatch } from '../src/telemetry/dependency-watch.ts';
import { listen } from '../src/telemetry/listen.ts';
import { Metrics } from '../src/telemetry/metrics.ts';
import { RedisLook } from '../src/telemetry/redis-look.ts';
import { openApi } from './api/open-api.ts';
import { mountBoard } from './board/mount-board.ts';
import { makeApp } from './make-app.ts';
import { measurePlatform } from './measure-platform.ts';
import { pages } from './pages/pages.ts';
import { publicRoutes } from './public/public-routes.ts';
import { quickOperations } from './quick-operations.ts';
import { currentActor } from './sign-in/current-actor.ts';
import { FailureLimit } from './sign-in/failure-limit.ts';
import { openAccess } from './sign-in/open-access.ts';
import { SESSION_MS } from './sign-in/sign-in-routes.ts';

/** What stands in the configuration unless it is given here. */
export interface DashboardOptions {
  readonly host?: string;
  /** 0 takes any free one. */
  readonly port?: number;
}

/**
 * Starts the board of an application: Bull Board over all its queues, `/livez`, `/readyz` and `/metrics`.
 *
 * @throws InvalidConfigError when it would listen off loopback and nobody could sign in, PortUnavailableError
 */
export async function startDashboard(
  platform: Platform,
  options: DashboardOptions = {},
): Promise<RunningDashboard> {
  const { config, database, log } = platform;
  const { host, port, username, password, trustProxy } = { ...config.dashboard, ...options };
  const operators = openOperators(database);
  const access = await openAccess(operators, { host, username, password, log });
  const record = (event: AuditEvent): Promise<void> => recordAudit(database, event);
  const operations = auditOperations({
    operations: quickOperations(openOperations(database)),
    ledger: platform.ledger,
    registry: platform.registry,
    note: (event) => {
      const { name: who, role, address: from } = currentActor();
      return record({ who, role, from, ...event });
    },
  });
  const sessions = makeSessions({ database, copies: undefined, ttlMs: SESSION_MS });
  const board = await mountBoard({ platform, operations });
  const metrics = new Metrics();
  metrics.watchProcess();
  const watch = new DependencyWatch(dependenciesOf(platform));
  const serverWatch = new DependencyWatch(serversOf(platform));
  const queueRedis = config.redis.address && new RedisLook(config.redis.address);
  measurePlatform(metrics, { platform, operations, serverWatch, queueRedis });
  const failures = new FailureLimit();
  const app = makeApp({
    signIn: { access, sessions, operators, failures, record },
    trustProxy,
    // A job is sent in an object around its payload, and edited ones indented.
    maxBodyBytes: 2 * config.producer.maxPayloadBytes + 65_536,
    ...(await openApi({ platform, operations, failures })),
    publicRoutes: await publicRoutes(platform),
    pages: pages({ platform, operations, operators, sessions, serverWatch, queueRedis }),
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
    serverWatch.close();
    queueRedis?.close();
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
