import type { Redis } from 'ioredis';
import { Milestone } from '../milestone.ts';
import type { Line } from './line.ts';
import { type Figure, measure } from './measure.ts';

export type Case = (line: Line, redis: Redis | undefined, jobs: number) => Promise<Figure>;

/** What is measured of each line; a fifth or a third of the jobs where they go one by one. */
export const cases: Readonly<Record<string, Case>> = {
  'add one by one': adding(1, 1 / 5),
  'add, 100 in flight': adding(100, 1),
  'add many': (line, redis, jobs) =>
    measure(redis, async () => {
      await line.addMany(jobs);
      return jobs;
    }),
  'work off, c=1': working(1, 1 / 3),
  'work off, c=50': working(50, 1),
  'work off, c=200': working(200, 1),
  'work off, c=50, 5 ms each': working(50, 1, 5),
};

function adding(inFlight: number, share: number): Case {
  return (line, redis, jobs) => {
    const count = Math.ceil(jobs * share);
    return measure(redis, async () => {
      await inLanes(count, inFlight, () => line.add());
      return count;
    });
  };
}

/** The clock starts when a fifth is done, so that no line's start is measured. */
function working(concurrency: number, share: number, busyMs = 0): Case {
  return async (line, redis, jobs) => {
    const count = Math.ceil(jobs * share);
    const warm = new Milestone(count / 5);
    const done = new Milestone(count * 1.2);
    await line.addMany(done.goal);
    let ended = 0;
    await line.startWork(concurrency, {
      busyMs,
      onEnd: () => {
        ended += 1;
        warm.pass(ended);
        done.pass(ended);
      },
    });
    await warm.passed;
    const figure = await measure(redis, async () => {
      const from = ended;
      await done.passed;
      return ended - from;
    });
    await line.stopWork();
    return figure;
  };
}

async function inLanes(count: number, lanes: number, work: () => Promise<void>): Promise<void> {
  let left = count;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
