import { KvUnavailableError } from './kv-unavailable-error.ts';

/** What `asked` comes to, or {@link KvUnavailableError} when that takes longer than `deadlineMs` milliseconds. */
export function withinDeadline<Answer>(asked: Promise<Answer>, deadlineMs: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const refuse = (): void => reject(new KvUnavailableError(`no answer within ${deadlineMs} ms`));
    // Timers come before the network after a pause of the process: an answer that lies there already must count.
    const timer = setTimeout(() => setImmediate(() => setImmediate(refuse)), deadlineMs);
    asked.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
