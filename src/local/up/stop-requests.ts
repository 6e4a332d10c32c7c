const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** npm passes a Ctrl-C on that the terminal has already sent, so two this close are one. */
const sameMs = 500;

/** Listens for requests to stop this process. */
export interface StopRequests {
  /** Aborts at the first one. */
  readonly signal: AbortSignal;
  /** Resolves at the first one. */
  readonly first: Promise<void>;
  /** Called at each one after the first. */
  onMore: () => void;
  /** Signals have their ordinary effect again. */
  close(): void;
}

/** Takes over SIGINT, SIGTERM and SIGHUP (a closed terminal). `now` gives milliseconds. */
export function listenForStop(now: () => number = () => performance.now()): StopRequests {
  const controller = new AbortController();
  const { promise: first, resolve } = makePromise();
  let lastAt = Number.NEGATIVE_INFINITY;
  const requests: StopRequests = {
    signal: controller.signal,
    first,
    onMore: () => undefined,
    close: () => {
      for (const signal of signals) process.off(signal, listener);
    },
  };
  const listener = () => {
    const isRepeat = now() - lastAt < sameMs;
    lastAt = now();
    if (isRepeat) return;
    if (controller.signal.aborted) requests.onMore();
    controller.abort(new StoppedError());
    resolve();
  };
  for (const signal of signals) process.on(signal, listener);
  return requests;
}

/** A person, or the system, asked for the end before the start was over. */
export class StoppedError extends Error {
  constructor() {
    super('Stopped before everything was started.');
  }
}

function makePromise(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
