import type { Terminal } from '../../cli/terminal.ts';
import type { Config } from '../../config/load-config.ts';
import type { NightshiftConfig } from '../../config/nightshift-config.ts';
import type { Registry } from '../../job/registry.ts';
import { openPlatform } from '../../platform/platform.ts';
import type { Log } from '../../telemetry/log.ts';
import { type DemoRow, demoColumns } from './demo-row.ts';
import { makeLiveTable } from './live-table.ts';
import { lookAtSamples } from './look-at-samples.ts';
import { type Sample, sendSamples } from './send-samples.ts';
import { watchSamples } from './watch-samples.ts';

export interface DemoOptions {
  readonly config: Config;
  readonly registry: Registry;
  readonly samples: readonly Sample[];
  /** What to do before they are sent. */
  readonly prepare: NightshiftConfig['prepareSamples'];
  readonly terminal: Terminal;
  readonly log: Log;
  /** What files are shown relative to. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** The machine has just started everything, and may be a small one. */
const timeoutMs = 300_000;
const ENQUEUE_TIMEOUT_MS = 30_000;

/**
 * Sends one job for each sample and shows what becomes of them, for five minutes at most. True when all have completed.
 */
export async function runDemo(options: DemoOptions): Promise<boolean> {
  const { registry, samples, terminal, log, folder, signal } = options;
  const config = patient(options.config);
  const { queues, definitions: jobs } = registry;
  const platform = await openPlatform({ config, queues, jobs, log, name: 'demo' });
  try {
    await options.prepare?.({ database: platform.database, dataFolder: config.dataFolder });
    const sent = await sendSamples(samples, platform);
    terminal.say(`Sent ${sent.length} jobs:`);
    const table = makeLiveTable(terminal, demoColumns(terminal));
    const look = () => lookAtSamples(sent, platform, folder);
    const rows = await watchSamples(look, { table, timeoutMs, signal });
    terminal.say(summaryOf(rows, registry));
    return rows.every(({ state }) => state === 'completed');
  } finally {
    await platform.close();
  }
}

function summaryOf(rows: readonly DemoRow[], { definitions }: Registry): string {
  const done = rows.filter(({ state }) => state === 'completed').length;
  const missing = definitions
    .map(({ name }) => name)
    .filter((name) => !rows.some((row) => row.name === name));
  const without = missing.length === 0 ? '' : ` Without a sample: ${missing.join(', ')}.`;
  return `${done} of ${rows.length} jobs completed.${without}`;
}

function patient(config: Config): Config {
  return { ...config, producer: { ...config.producer, enqueueTimeoutMs: ENQUEUE_TIMEOUT_MS } };
}
