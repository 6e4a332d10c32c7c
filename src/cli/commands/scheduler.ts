import { defineCommand } from '../command.ts';
import { withPlatform } from '../with-platform.ts';

/** `nightshift scheduler` */
export const schedulerCommand = defineCommand({
  usage: '',
  details: `Enqueues the jobs of all schedules at their due times. At least one must run; any number may, on as many hosts: each due
time is fired once. The schedules are checked, and what has changed is stored, at the start.`,
  examples: [{ line: 'scheduler', doc: 'runs until SIGTERM or Ctrl-C' }],
  options: {},
  async run(context) {
    const { shutdownGraceMs } = (await context.config()).worker;
    const { dieWithParent } = await import('../../local/die-with-parent.ts');
    dieWithParent({ graceMs: shutdownGraceMs });
    const schedules = await (await context.application()).loadSchedules();
    await withPlatform(context, 'scheduler', async (platform) => {
      const { serveScheduler } = await import('../../schedule/scheduler/serve-scheduler.ts');
      const { untilStopped } = await import('../../platform/stop-signals.ts');
      const scheduler = await serveScheduler(platform, schedules);
      platform.log.info('Scheduler started', { schedules: schedules.length, health: scheduler.url });
      await untilStopped(scheduler, shutdownGraceMs);
      platform.log.info('Scheduler stopped');
    });
  },
});
