import { defineCommand } from '../command.ts';
import { withPlatform } from '../with-platform.ts';

/** `nightshift relay` */
export const relayCommand = defineCommand({
  usage: '',
  details: `Publishes what waits in the ledger when it is due: delays, retries, jobs of transactions, and what a broker was away
for. At least one must run; several share the work.`,
  examples: [{ line: 'relay', doc: 'runs until SIGTERM or Ctrl-C' }],
  options: {},
  async run(context) {
    const { config: load } = context;
    const { shutdownGraceMs } = (await load()).worker;
    const { dieWithParent } = await import('../../local/die-with-parent.ts');
    dieWithParent({ graceMs: shutdownGraceMs });
    await withPlatform(context, 'relay', async (platform) => {
      const { startPlatformRelay } = await import('../../platform/start-platform-relay.ts');
      const { untilStopped } = await import('../../platform/stop-signals.ts');
      const relay = await startPlatformRelay(platform);
      platform.log.info('Relay started');
      await untilStopped(relay, shutdownGraceMs);
      platform.log.info('Relay stopped');
    });
  },
});
