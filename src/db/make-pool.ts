import { Pool } from 'pg';
import type { OutageLog } from '../telemetry/outage-log.ts';

export interface ConnectionSettings {
  readonly url: string;
  readonly maxConnections: number;
  readonly applicationName: string;
  readonly queryTimeoutMs: number;
}

/** A pool that leaves one of the allowed connections to the listener. */
export function makePool(settings: ConnectionSettings, outage: OutageLog): Pool {
  const pool = new Pool({
    connectionString: settings.url,
    application_name: settings.applicationName,
    max: Math.max(1, settings.maxConnections - 1),
    connectionTimeoutMillis: settings.queryTimeoutMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  });
  // The pool's own listener hears only idle clients: one that dies while it is lent out is an uncaught exception.
  pool.on('error', (error) => outage.began(error));
  pool.on('connect', (client) => client.on('error', (error) => outage.began(error)));
  return pool;
}
