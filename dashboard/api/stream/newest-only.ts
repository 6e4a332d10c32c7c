import { setTimeout as wait } from 'node:timers/promises';

/** Changes that come within so many milliseconds are sent as one. */
const TOGETHER_MS = 200;

/** Gives a function to be told of each id: `work` is done for the newest of those that came together, one after the other. */
export function newestOnly(work: (id: number) => Promise<void>, onError: () => void): (id: number) => void {
  let newest = 0;
  let isWorking = false;
  const workThrough = async (): Promise<void> => {
    for (let done = 0; done < newest; ) {
      await wait(TOGETHER_MS);
      done = newest;
      await work(done);
    }
  };
  return (id) => {
    newest = id;
    if (isWorking) return;
    isWorking = true;
    workThrough()
      .catch(onError)
      .finally(() => {
        isWorking = false;
      });
  };
}
