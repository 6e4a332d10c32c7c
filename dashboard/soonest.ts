import { setTimeout as sleep } from 'node:timers/promises';

const WAIT_MS = 50;

export interface Soonest<Answer> {
  /** The answer when it comes at once, else the last one. The first is waited for. */
  ask(): Promise<Answer>;
  /** Has the next answer waited for, because somebody has just changed what is asked about. */
  forget(): void;
}

/** Asks something costly, again and again, without making everybody wait for it: whoever asks a moment later has it. */
export function soonest<Answer>(ask: () => Promise<Answer>): Soonest<Answer> {
  let last: { readonly answer: Answer } | undefined;
  let round = 0;
  return {
    ask: async () => {
      const asked = round;
      const fresh = ask().then((answer) => {
        if (asked === round) last = { answer };
        return answer;
      });
      return last ? within(fresh, WAIT_MS, last.answer) : fresh;
    },
    forget: () => {
      round += 1;
      last = undefined;
    },
  };
}

/** What a promise comes to within a time, else `otherwise`; its failure after that is of no interest. */
export async function within<Answer, Otherwise>(
  promise: Promise<Answer>,
  waitMs: number,
  otherwise: Otherwise,
): Promise<Answer | Otherwise> {
  promise.catch(() => undefined);
  const patience = new AbortController();
  const tired = sleep(waitMs, otherwise, { signal: patience.signal });
  tired.catch(() => undefined);
  return Promise.race([promise, tired]).finally(() => patience.abort());
}
