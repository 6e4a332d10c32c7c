import { setTimeout as sleep } from 'node:timers/promises';
import type { ChosenProcess } from './choose-processes.ts';
import { SupervisedProcess, type Surroundings } from './supervised-process.ts';

/** Processes that are kept running together. */
export interface Supervisor {
  readonly processes: readonly SupervisedProcess[];
  /**
   * Asks all of them to end (SIGTERM) and resolves when all have. What still runs after the grace time and 5 s is
   * killed. A second call asks again, which shortens what workers wait for, and kills after 3 s; a third one kills.
   */
  stop(): Promise<void>;
}

const extraMs = 5_000;
const shortenedMs = 3_000;

/** Starts the processes. `graceMs`: how long they may take to end. */
export function startSupervisor(
  chosen: readonly ChosenProcess[],
  { graceMs, ...surroundings }: Surroundings & { readonly graceMs: number },
): Supervisor {
  const processes = chosen.map((one) => new SupervisedProcess(one, surroundings));
  const ended = Promise.all(processes.map((one) => one.run()));
  const waits = [graceMs + extraMs, shortenedMs];
  const endAll = (signal: NodeJS.Signals) => {
    for (const one of processes) one.end(signal);
  };
  return {
    processes,
    stop: async () => {
      const waitMs = waits.shift();
      if (waitMs !== undefined) {
        endAll('SIGTERM');
        await Promise.race([ended, sleep(waitMs, undefined, { ref: false })]);
      }
      endAll('SIGKILL');
      await ended;
    },
  };
}
