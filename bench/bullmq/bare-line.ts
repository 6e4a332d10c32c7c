import { Queue, Worker } from 'bullmq';
import { newJobId } from '../../src/job/job-id.ts';
import { type Line, payload } from './line.ts';

/** Bare BullMQ as one would write it by hand, with a job id and nothing kept. */
export function bareLine(url: string, prefix: string): Line {
  const queue = new Queue('bare', { prefix, connection: { url } });
  const options = () => ({ jobId: newJobId(), removeOnComplete: true });
  let worker: Worker | undefined;
  return {
    add: async () => void (await queue.add('bench.do-nothing', payload, options())),
    async addMany(count) {
      for (let left = count; left > 0; left -= 1_000) {
        const length = Math.min(left, 1_000);
        const jobs = Array.from({ length }, () => ({
          name: 'bench.do-nothing',
          data: payload,
          opts: options(),
        }));
        await queue.addBulk(jobs);
      }
    },
    async startWork(concurrency, { onStart = () => {}, onEnd = () => {} }) {
      worker = new Worker('bare', async () => onStart(), { prefix, concurrency, connection: { url } });
      worker.on('completed', onEnd);
      await worker.waitUntilReady();
    },
    stopWork: async () => worker?.close(),
    wipe: () => queue.obliterate({ force: true }),
    close: () => queue.close(),
  };
}
