import { asError } from '../as-error.ts';
/** Settles as `work` does, or rejects with what `onLate` makes after `timeoutMs` milliseconds. */
export function withinDeadline<Value>(
  work: Promise<Value>,
  timeoutMs: number,
  onLate: () => Error,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(onLate()), timeoutMs);
    work.then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(asError(error));
      },
    );
  });
}
