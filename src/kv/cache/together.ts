/** What many ask at once: answers in the order of the keys. */
type Ask<Answer> = (keys: readonly string[]) => Promise<readonly Answer[]>;

interface Waiting<Answer> {
  readonly keys: readonly string[];
  readonly resolve: (answers: readonly Answer[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Larger questions would hold the store up. */
const MAX_KEYS = 200;

/** Sends what is asked in one turn of the event loop as one question, up to 200 keys: most of its cost is sending it. */
export function together<Answer>(ask: Ask<Answer>): Ask<Answer> {
  let waiting: Waiting<Answer>[] = [];
  let keyCount = 0;
  const flush = (): void => {
    const batch = waiting;
    waiting = [];
    keyCount = 0;
    const [only, ...others] = batch;
    if (only && others.length === 0) ask(only.keys).then(only.resolve, only.reject);
    else if (only) void askAll(ask, batch);
  };
  return (keys) =>
    new Promise((resolve, reject) => {
      if (keyCount > 0 && keyCount + keys.length > MAX_KEYS) flush();
      // After all that is still to run in this turn.
      if (waiting.length === 0) process.nextTick(flush);
      keyCount += keys.length;
      waiting.push({ keys, resolve, reject });
    });
}

async function askAll<Answer>(ask: Ask<Answer>, batch: readonly Waiting<Answer>[]): Promise<void> {
  try {
    const answers = await ask(batch.flatMap(({ keys }) => keys));
    let at = 0;
    for (const { keys, resolve } of batch) {
      resolve(answers.slice(at, at + keys.length));
      at += keys.length;
    }
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}
