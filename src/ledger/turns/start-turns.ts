import type { Database } from '../../db/database.ts';
import type { Registry } from '../../job/registry.ts';
import { type Log, silentLog } from '../../telemetry/log.ts';
import { TurnTaking } from './turn-taking.ts';

export interface TurnsOptions {
  readonly database: Database;
  /** Where the limits of a waiting job stand; one that is not defined has none. */
  readonly findJob: Registry['findJob'];
  /** How long to sleep at most when nobody wakes it, in milliseconds. Default 200. */
  readonly pollMs?: number;
  readonly log?: Log;
}

export interface RunningTurns {
  /** Begins no more rounds, and waits for the one under way. */
  close(): Promise<void>;
}

/**
 * Hands out turns: makes due what waits in line, for the relay to publish. Any number of processes may do so beside
 * each other.
 */
export function startTurns(options: TurnsOptions): RunningTurns {
  const turns = new TurnTaking({ pollMs: 200, log: silentLog, ...options });
  turns.start();
  return turns;
}
