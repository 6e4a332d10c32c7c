import type { Platform } from '../../platform/platform.ts';
import { startHealthServer } from '../../telemetry/health-server.ts';
import { Metrics } from '../../telemetry/metrics.ts';
import type { Schedule } from '../definition/define-schedule.ts';
import { ScheduleMetrics } from './schedule-metrics.ts';
import { startScheduler } from './start-scheduler.ts';

/** A scheduler at work, with the server that answers for its health. */
export interface ServedScheduler {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a scheduler process. @throws InvalidSchedulesError before anything is opened */
export async function serveScheduler(
  platform: Platform,
  schedules: readonly Schedule[],
): Promise<ServedScheduler> {
  const { config, database, log } = platform;
  const metrics = new Metrics();
  metrics.watchProcess();
  const scheduler = await startScheduler({
    ...platform,
    schedules,
    maxPayloadBytes: config.producer.maxPayloadBytes,
    metrics: new ScheduleMetrics(metrics),
  });
  const health = await startHealthServer({
    name: 'scheduler',
    host: config.worker.healthHost,
    port: config.worker.healthPort,
    metrics,
    whyNotLive: () => scheduler.whyNotLive,
    dependencies: { postgresql: () => database.query('SELECT 1') },
    log,
  }).catch(async (error: unknown) => {
    await scheduler.close();
    throw error;
  });
  return {
    url: health.url,
    stop: async () => {
      await scheduler.close();
      await health.close();
    },
  };
}
