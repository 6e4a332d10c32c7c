import { setTimeout as sleep } from 'node:timers/promises';
import { inTurns, type Lines, type Name, ofEach, rounded } from './compare.ts';
import type { Line } from './line.ts';

const EVERY_MS = 20;

interface PickUp {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** How soon jobs begin on each line, 100 of them a round. */
export async function comparePickUps(lines: Lines, rounds: number): Promise<Readonly<Record<Name, PickUp>>> {
  const delays = await inTurns(lines, rounds, (line) => pickUp(line, 100));
  const at = (name: Name, part: number): number => rounded(percentile(delays[name], part), 1);
  return ofEach((name) => ({ p50Ms: at(name, 0.5), p99Ms: at(name, 0.99) }));
}

/** Milliseconds from the call that adds a job to the call of its handler, of so many jobs at 50 a second on an idle worker. */
async function pickUp(line: Line, jobs: number): Promise<readonly number[]> {
  let tell = (): void => {};
  await line.startWork(50, { busyMs: 0, onStart: () => tell() });
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
function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
