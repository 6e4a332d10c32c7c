import { waitForBoard } from './board-address.ts';
import { startUp, type Up, type UpOptions } from './start-up.ts';
import { listenForStop, StoppedError } from './stop-requests.ts';

export interface RunUpOptions extends Omit<UpOptions, 'signal'> {
  /** What to do once all is started; false when it did not go well. */
  readonly demo?: (up: Up, signal: AbortSignal) => Promise<boolean>;
  /** Ends after the demo instead of staying. */
  readonly isOnce: boolean;
}

const boardTimeoutMs = 60_000;

/** Runs everything until a signal asks for its end, or once; false when the demo did not go well or was cut short. */
export async function runUp({ demo, isOnce, ...options }: RunUpOptions): Promise<boolean> {
  const requests = listenForStop();
  try {
    const up = await startUp({ ...options, signal: requests.signal });
    // What goes wrong with it is told by the first stop, which is awaited below.
    requests.onMore = () => void up.stop().catch(() => undefined);
    try {
      const isWell = (await demo?.(up, requests.signal)) ?? true;
      if (isOnce) return isWell && !requests.signal.aborted;
      await announceBoard(up, options.say, requests.signal);
      await requests.first;
      options.say('Stopping: running jobs may end. Ctrl-C again does not wait for them.');
    } finally {
      await up.stop();
    }
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
    options.say(error.message);
    return !isOnce;
  } finally {
    requests.close();
  }
  return true;
}

async function announceBoard(
  { boardUrl }: Up,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  if (boardUrl === undefined) return;
  const isThere = await waitForBoard(boardUrl, { timeoutMs: boardTimeoutMs, signal });
  if (isThere) say(`The board is at ${boardUrl}`);
  else if (!signal.aborted) say(`The board does not answer at ${boardUrl} yet; its lines above say why.`);
}
