import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresBackend, type Processor, Queue, Worker, withBackend } from 'bullmq';
import { newJobId } from '../../src/job/job-id.ts';
import { type BenchServers, type Line, payload } from './line.ts';

/** Bare BullMQ as one would write it by hand, with a job id and nothing kept. */
export function bareLine(servers: BenchServers): Line {
  const { queue, newWorker } = servers.redisUrl === undefined ? onPostgres(servers) : onRedis(servers);
  const options = () => ({ jobId: newJobId(), removeOnComplete: true });
  let worker: BareWorker | undefined;
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
    async startWork(concurrency, { busyMs, onStart = () => {}, onEnd = () => {} }) {
      const process = async (): Promise<void> => {
        onStart();
        if (busyMs > 0) await sleep(busyMs);
      };
      worker = newWorker(process, concurrency);
      worker.on('completed', onEnd);
      await worker.waitUntilReady();
    },
    stopWork: async () => worker?.close(),
    wipe: () => queue.obliterate({ force: true }),
    close: () => queue.close(),
  };
}

type BareQueue = Pick<Queue, 'add' | 'addBulk' | 'obliterate' | 'close'>;
type BareWorker = Pick<Worker, 'waitUntilReady' | 'close'> & {
  on(event: 'completed', listener: () => void): unknown;
};

interface Bare {
  readonly queue: BareQueue;
  readonly newWorker: (process: Processor, concurrency: number) => BareWorker;
}

function onRedis({ redisUrl: url = '', prefix }: BenchServers): Bare {
  const options = { prefix, connection: { url } };
  return {
    queue: new Queue('bare', options),
    newWorker: (process, concurrency) => new Worker('bare', process, { ...options, concurrency }),
  };
}

function onPostgres({ databaseUrl }: BenchServers): Bare {
  const onServer = withBackend(createPostgresBackend);
  const options = { connection: databaseUrl };
  return {
    queue: new onServer.Queue('bare', options),
    newWorker: (process, concurrency) => new onServer.Worker('bare', process, { ...options, concurrency }),
  };
}
