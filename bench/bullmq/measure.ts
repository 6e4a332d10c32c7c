import type { Redis } from 'ioredis';

export interface Figure {
  readonly perSecond: number;
  /** Seconds of this process' processor time for 10,000 jobs. */
  readonly cpuSPer10k: number;
  /** Commands that Redis ran, those inside of scripts included; 0 without Redis. */
  readonly commandsPerJob: number;
}

/** What it takes to do `work`, which gives how many jobs it was. */
export async function measure(redis: Redis | undefined, work: () => Promise<number>): Promise<Figure> {
  const commandsBefore = await countCommands(redis);
  const cpuBefore = process.cpuUsage();
  const startedAtMs = performance.now();
  const jobs = await work();
  const tookMs = performance.now() - startedAtMs;
  const { user, system } = process.cpuUsage(cpuBefore);
  const commands = (await countCommands(redis)) - commandsBefore;
  return {
    perSecond: (jobs / tookMs) * 1_000,
    cpuSPer10k: ((user + system) / 1e6 / jobs) * 10_000,
    commandsPerJob: commands / jobs,
  };
}

async function countCommands(redis: Redis | undefined): Promise<number> {
  if (!redis) return 0;
  const stats = await redis.info('commandstats');
  return [...stats.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)]
    .filter(([, name]) => name !== 'info')
    .reduce((sum, [, , calls]) => sum + Number(calls), 0);
}
