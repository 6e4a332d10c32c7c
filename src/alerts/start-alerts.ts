import { startChores } from '../ledger/chores/start-chores.ts';
import type { Platform } from '../platform/platform.ts';
import { serversOf } from '../platform/servers-of.ts';
import { DependencyWatch } from '../telemetry/dependency-watch.ts';
import { type Alert, noteFindings, tellUntold } from './alerts-table.ts';
import type { Figures } from './figures.ts';
import { judge } from './judge.ts';
import { makeNotice, type NoticeAlert } from './notice.ts';
import { OutageNotice } from './outage-notice.ts';
import { FiguresReader } from './read-figures.ts';
import { findCarrier } from './route.ts';
import { tell } from './tell.ts';

export interface RunningAlerts {
  close(): Promise<void>;
}

export interface AlertsTiming {
  /** How often one of all processes judges, in milliseconds. Default 30,000. */
  readonly everyMs?: number;
  /** What has not been wrong for so long is over. Default 45,000: two looks. */
  readonly quietMs?: number;
  /** How often this process looks whether it is its turn, and whether the ledger is there. Default 5,000. */
  readonly lookEveryMs?: number;
}

/**
 * Looks for what is wrong, once for all processes that do, and tells those that want to be told. That the ledger is
 * away is told by each process, without a job.
 */
export function startAlerts(platform: Platform, timing: AlertsTiming = {}): RunningAlerts {
  const { everyMs = 30_000, quietMs = 45_000, lookEveryMs = 5_000 } = timing;
  const { config, database, log } = platform;
  const watch = new DependencyWatch(serversOf(platform));
  const reader = new FiguresReader(platform, watch);
  const outage = new OutageNotice(config.alerts.awayMs);
  const judging = startChores(
    database,
    [{ name: 'alerts', everyMs, run: () => judgeAndTell(platform, reader, quietMs) }],
    { log, lookEveryMs },
  );
  let looking = Promise.resolve();
  let isLooking = false;
  const look = async (): Promise<void> => {
    isLooking = true;
    await tellOutage(platform, watch, outage).catch((error: unknown) =>
      log.error('an outage of the ledger could not be told', { error }),
    );
    isLooking = false;
  };
  const timer = setInterval(() => {
    if (!isLooking) looking = look();
  }, lookEveryMs);
  return {
    close: async () => {
      clearInterval(timer);
      await Promise.all([judging.close(), looking]);
      watch.close();
      reader.close();
    },
  };
}

async function judgeAndTell(platform: Platform, reader: FiguresReader, quietMs: number): Promise<void> {
  const { config, database } = platform;
  const figures = await reader.read();
  await noteFindings(database, judge(figures, config.alerts), quietMs);
  await tellUntold(database, (alerts, session) =>
    tell(makeNotice(alerts.map(noticeAlert)), {
      ...platform,
      findJob: (name) => findCarrier(name, routeParts(platform, figures)),
      enqueuing: platform.producer.within(session),
    }),
  );
}

function routeParts({ registry, brokers }: Platform, figures: Figures): Parameters<typeof findCarrier>[1] {
  return { registry, figures, brokerOf: (queue) => brokers.kindOf(registry.getQueue(queue)) };
}

async function tellOutage(platform: Platform, watch: DependencyWatch, outage: OutageNotice): Promise<void> {
  const { postgresql } = await watch.ask();
  const due = postgresql && outage.next(postgresql, Date.now());
  if (!due) return;
  await tell(due.notice, { ...platform, findJob: () => undefined, enqueuing: undefined });
  due.told();
}

function noticeAlert({ rule, subject, value, threshold, message, ...times }: Alert): NoticeAlert {
  const state = times.recoveredAt === null ? 'open' : 'recovered';
  return { rule, subject, value, threshold, message, state, openedAt: times.openedAt.toISOString() };
}
