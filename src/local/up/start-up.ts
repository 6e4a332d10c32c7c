import type { Writable } from 'node:stream';
import type { Config } from '../../config/load-config.ts';
import type { Log } from '../../telemetry/log.ts';
import { claimRun, type OwnRun } from '../claim-run.ts';
import type { ChosenProcess } from '../supervisor/choose-processes.ts';
import { makeLineWriter } from '../supervisor/line-writer.ts';
import { startSupervisor, type Supervisor } from '../supervisor/start-supervisor.ts';
import { type BoardAddress, findBoardAddress } from './board-address.ts';
import { Closers } from './closers.ts';
import { type PreparedDatabase, prepareDatabase } from './prepare-database.ts';

export interface UpOptions {
  /** The application's folder, in which its processes run. */
  readonly folder: string;
  readonly config: Config;
  readonly chosen: readonly ChosenProcess[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Takes the lines of the processes. */
  readonly output: Writable & { readonly isTTY?: boolean };
  /** Tells the person how far it is. */
  readonly say: (text: string) => void;
  readonly log: Log;
  /** Gives up what has been started so far. */
  readonly signal: AbortSignal;
}

/** Everything that `nightshift up` runs. */
export interface Up {
  readonly databaseUrl: string;
  /** Where the board will answer; undefined when none is among the processes. */
  readonly boardUrl: string | undefined;
  /** Ends the processes, then the database. A second and a third call shorten what is waited for. */
  stop(): Promise<void>;
}

/**
 * Claims the data folder, prepares the database and starts the processes. Throws FolderInUseError when another run
 * has the folder, and leaves nothing behind whatever it throws.
 */
export async function startUp(options: UpOptions): Promise<Up> {
  const closers = new Closers();
  try {
    const run = await claimRun(options.config.dataFolder);
    closers.add(() => run.release());
    options.signal.throwIfAborted();
    const database = await prepareDatabase(options);
    closers.add(async () => database.embedded?.stop());
    options.signal.throwIfAborted();
    const board = await findBoardAddress(options.config, options.chosen);
    await run.update(describeRun(database, board));
    const supervisor = startProcesses(options, { database, board, run });
    return { databaseUrl: database.url, boardUrl: board?.url, stop: makeStop(supervisor, closers) };
  } catch (error) {
    await closers.close();
    throw error;
  }
}

interface Prepared {
  readonly database: PreparedDatabase;
  readonly board: BoardAddress | undefined;
  readonly run: OwnRun;
}

function describeRun({ url, embedded }: PreparedDatabase, board: BoardAddress | undefined) {
  return {
    // Others attach through it only where they have nothing else to attach through.
    ...(embedded && { databaseUrl: url, clusterFolder: embedded.clusterFolder }),
    ...(board && { boardUrl: board.url }),
  };
}

function startProcesses(options: UpOptions, { database, board, run }: Prepared): Supervisor {
  const { chosen, config, folder: cwd, log, output } = options;
  const writePids = () => {
    const processes = supervisor.processes.flatMap(({ name, pid }) =>
      pid === undefined ? [] : [{ name, pid }],
    );
    run.update({ processes }).catch((error: unknown) => log.warn('run.json could not be written', { error }));
  };
  const supervisor: Supervisor = startSupervisor(chosen, {
    cwd,
    env: {
      // Lines behind a name are no JSON any more, wherever they go.
      NIGHTSHIFT_LOG_FORMAT: 'text',
      ...options.env,
      DATABASE_URL: database.url,
      ...(board && { NIGHTSHIFT_DASHBOARD_PORT: String(board.port) }),
    },
    lines: makeLineWriter(
      output,
      chosen.map(({ name }) => name),
    ),
    graceMs: config.worker.shutdownGraceMs,
    // Not at once: the first process starts before there is a supervisor to ask.
    onChange: () => setImmediate(writePids),
  });
  return supervisor;
}

function makeStop(supervisor: Supervisor, closers: Closers): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  return async () => {
    const ended = supervisor.stop();
    stopping ??= ended.then(() => closers.close());
    await Promise.all([ended, stopping]);
  };
}
