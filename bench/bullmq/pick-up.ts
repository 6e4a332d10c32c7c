import { setTimeout as sleep } from 'node:timers/promises';
import type { Line } from './line.ts';

const EVERY_MS = 20;

/** Milliseconds from the call that adds a job to the call of its handler, of so many jobs at 50 a second on an idle worker. */
export async function pickUp(line: Line, jobs: number): Promise<readonly number[]> {
  let tell = (): void => {};
  await line.startWork(50, { onStart: () => tell() });
  const delays: number[] = [];
  for (let count = 0; count < jobs; count += 1) {
    const started = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const addedAt = performance.now();
    await Promise.all([line.add(), started.then(() => delays.push(performance.now() - addedAt))]);
    await sleep(Math.max(0, EVERY_MS - (performance.now() - addedAt)));
  }
  await line.stopWork();
  return delays;
}

/** The value below which this part of the values lies. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
