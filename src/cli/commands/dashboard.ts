import { defineCommand } from '../command.ts';
import { withPlatform } from '../with-platform.ts';

/** `nightshift dashboard` */
export const dashboardCommand = defineCommand({
  usage: '',
  details: `Serves the board at NIGHTSHIFT_DASHBOARD_HOST and NIGHTSHIFT_DASHBOARD_PORT, with /livez, /readyz and /metrics. Where other
machines can reach it, it wants an operator ("nightshift users add") or NIGHTSHIFT_DASHBOARD_PASSWORD for the first one.`,
  examples: [{ line: 'dashboard', doc: 'serves until SIGTERM or Ctrl-C' }],
  options: {},
  async run(context) {
    const { shutdownGraceMs } = (await context.config()).worker;
    const { dieWithParent } = await import('../../local/die-with-parent.ts');
    dieWithParent({ graceMs: shutdownGraceMs });
    const { loadDashboard } = await import('../load-dashboard.ts');
    const startDashboard = await loadDashboard(await context.application());
    await withPlatform(context, 'dashboard', async (platform) => {
      const { untilStopped } = await import('../../platform/stop-signals.ts');
      const dashboard = await startDashboard(platform);
      platform.log.info('Board started', { url: dashboard.url });
      await untilStopped(dashboard, shutdownGraceMs);
      platform.log.info('Board stopped');
    });
  },
});
