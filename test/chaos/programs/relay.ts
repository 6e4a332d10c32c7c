import { loadConfig } from '../../../src/config/load-config.ts';
import { openPlatform } from '../../../src/platform/platform.ts';
import { startPlatformRelay } from '../../../src/platform/start-platform-relay.ts';
import { untilStopped } from '../../../src/platform/stop-signals.ts';
import { makeLog } from '../../../src/telemetry/make-log.ts';
import { chaosJobs, chaosQueues } from '../chaos-jobs.ts';
import { dieAfterPublishing } from '../die-after-publishing.ts';
import type { ProgramTask } from '../program-task.ts';

/** A relay process, as `nightshift relay` is one. */
const task = JSON.parse(process.env['CHAOS_TASK'] ?? '{}') as ProgramTask;
const log = makeLog({ level: 'info', destination: process.stderr });
const platform = await openPlatform({
  config: loadConfig(process.env, { envFile: false }),
  queues: chaosQueues(task.queues),
  jobs: Object.values(chaosJobs(task.queues)),
  log,
  name: 'chaos relay',
});
if (task.relayDiesPercent > 0) dieAfterPublishing(platform.brokers, task.relayDiesPercent);
const relay = await startPlatformRelay(platform);
process.stdout.write('ready\n');
await untilStopped(relay, task.graceMs);
await platform.close();
