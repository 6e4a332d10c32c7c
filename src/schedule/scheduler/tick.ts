import { createTask, type ScheduledTask } from 'node-cron';

const CHECK_AFTER_MS = 900;
const MAX_GAP_MS = 2_000;

/** The process's one tick: once a second, at its start. */
export interface Tick {
  stop(): Promise<void>;
}

/**
 * Calls `onTick` at the start of each second of the process's clock. Seconds in which the process was stopped are
 * left out, and it goes on ticking when the clock is set: by itself, node-cron would wait for a second that has been
 * until it comes again, and work through a week of seconds one by one.
 */
export function startTick(onTick: () => void): Tick {
  let tickedAtMs = Date.now();
  let checking: NodeJS.Timeout | undefined;
  const ticked = (): void => {
    tickedAtMs = Date.now();
    onTick();
    checkLater();
  };
  const checkLater = (): void => {
    clearTimeout(checking);
    checking = setTimeout(check, CHECK_AFTER_MS);
  };
  // Runs before the next tick, however long the process was stopped in between.
  const check = (): void => {
    const gapMs = Date.now() - tickedAtMs;
    if (gapMs >= 0 && gapMs < MAX_GAP_MS) return checkLater();
    void restart(task);
    return ticked();
  };
  const task = createTask('* * * * * *', ticked, { suppressMissedWarning: true });
  void task.start();
  checkLater();
  return {
    stop: async () => {
      clearTimeout(checking);
      await task.destroy();
    },
  };
}

async function restart(task: ScheduledTask): Promise<void> {
  await task.stop();
  await task.start();
}
