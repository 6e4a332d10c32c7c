import { loadConfig } from '../../../src/config/load-config.ts';
import { endThoughBusy } from '../../../src/platform/end-though-busy.ts';
import { openPlatform } from '../../../src/platform/platform.ts';
import { untilStopped } from '../../../src/platform/stop-signals.ts';
import { makeLog } from '../../../src/telemetry/make-log.ts';
import { defineWorker } from '../../../src/worker/define-worker.ts';
import { serveWorker } from '../../../src/worker/serve-worker.ts';
import { chaosJobs, chaosQueues } from '../chaos-jobs.ts';
import { dropConsumersOnSignal } from '../drop-consumers.ts';
import { EffectClient } from '../effect-client.ts';
import type { ProgramTask } from '../program-task.ts';

/** A worker process, as `nightshift worker` is one. */
const task = JSON.parse(process.env['CHAOS_TASK'] ?? '{}') as ProgramTask;
const queues = chaosQueues(task.queues);
const log = makeLog({ level: 'info', destination: process.stderr });
const effects = await EffectClient.open(task.effectsPort);
const platform = await openPlatform({
  config: loadConfig(process.env, { envFile: false }),
  queues,
  jobs: Object.values(chaosJobs(task.queues)),
  log,
  name: 'chaos worker',
});
dropConsumersOnSignal(platform.brokers, task.consumersStayDropped);
const definition = defineWorker({
  queues: queues.map(({ name }) => name),
  concurrency: task.concurrency,
  services: () => ({ effects, reconciles: task.reconciles }),
});
const served = await serveWorker(platform, [{ name: 'chaos', definition }], (why) => {
  process.stdout.write(`dead: ${why}\n`);
  process.exit(1);
});
process.stdout.write(`ready ${served.worker.identity.httpPort}\n`);
await untilStopped(served, task.graceMs);
await platform.close();
effects.close();
endThoughBusy();
