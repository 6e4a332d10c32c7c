import { defineCommand } from '../command.ts';

/** `nightshift worker` */
export const workerCommand = defineCommand({
  usage: 'GROUP…',
  details: `Runs jobs until SIGTERM or Ctrl-C; running attempts then have NIGHTSHIFT_SHUTDOWN_GRACE_MS to end, and a second
signal shortens that. Start as many processes of a group as you like, on as many hosts.`,
  examples: [
    { line: 'worker email', doc: 'runs the jobs of the queues of worker group "email"' },
    { line: 'worker email sms', doc: 'runs two groups in one process' },
  ],
  options: {},
  takes: { min: 1, max: 100 },
  async run({ positionals, config: load, log: makeLog, application: loadApplication }) {
    const [config, log, application] = await Promise.all([load(), makeLog(), loadApplication()]);
    const { dieWithParent } = await import('../../local/die-with-parent.ts');
    dieWithParent({ graceMs: config.worker.shutdownGraceMs });
    const { openPlatform } = await import('../../platform/platform.ts');
    const { serveWorker } = await import('../../worker/serve-worker.ts');
    const { untilStopped } = await import('../../platform/stop-signals.ts');
    const { endThoughBusy } = await import('../../platform/end-though-busy.ts');
    const groups = await Promise.all(
      positionals.map(async (name) => ({ name, definition: await application.loadWorker(name) })),
    );
    const { queues, definitions: jobs } = application.registry;
    const platform = await openPlatform({
      config,
      queues,
      jobs,
      log,
      name: `worker ${positionals.join(' ')}`,
    });
    const served = await serveWorker(platform, groups, (why) => {
      log.error('This worker makes no progress and exits for its supervisor', { why });
      process.exit(1);
    });
    log.info('Worker started', { groups: positionals, queues: served.worker.identity.queues });
    await untilStopped(served, config.worker.shutdownGraceMs);
    await platform.close();
    log.info('Worker stopped');
    endThoughBusy();
  },
});
