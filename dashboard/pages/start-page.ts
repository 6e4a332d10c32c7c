import { Router } from 'express';
import { html, type SafeHtml } from '../../jobs/email/templates/html.ts';
import { listOpenAlerts } from '../../src/alerts/alerts-table.ts';
import { jobsToDo, type QueueStats } from '../../src/ledger/search/count-jobs.ts';
import { endsByHour } from '../../src/ledger/search/ends-by-hour.ts';
import type { RegisteredWorker } from '../../src/ledger/search/list-workers.ts';
import { listSchedules } from '../../src/schedule/operate/list-schedules.ts';
import { endsChart } from '../page/ends-chart.ts';
import { glanceAt } from '../page/glance.ts';
import { sendPage } from '../page/send-page.ts';
import { lasting, since } from '../page/since.ts';
import { count, table, tag } from '../page/table.ts';
import { alertLines } from './alerts-page.ts';
import type { PageSource } from './page-source.ts';

const HOURS = 12;
/** What waits for longer than this, though it could run, is late. */
const LATE_MS = 60_000;

/** `/start`: whether anything is late, how much there is to do, what ended of late, and what comes next. */
export function startPage({ platform, operations }: PageSource): Router {
  const { database, registry, brokers } = platform;
  const patient = database.withTimeout(60_000);
  const ends = glanceAt(() => endsByHour(patient, HOURS));
  const glance = glanceAt(() => operations.stats());
  const nextSchedules = async () =>
    (await listSchedules(database))
      .filter(({ state, nextDueAt }) => state === 'active' && nextDueAt !== null)
      .sort((one, other) => Number(one.nextDueAt) - Number(other.nextDueAt))
      .slice(0, 6);
  return Router().get('/start', async (_request, response) => {
    const [stats, hours, workers, schedules, alerts] = await Promise.all([
      glance(),
      ends(),
      operations.workers(),
      nextSchedules(),
      listOpenAlerts(database),
    ]);
    const known = new Map(stats?.map((each) => [each.queue, each]));
    const alive = workers.filter(({ isAlive }) => isAlive);
    const queues = registry.queues.map((queue) => ({
      name: queue.name,
      broker: brokers.kindOf(queue) === 'rabbitmq' ? 'RabbitMQ' : 'BullMQ',
      stats: known.get(queue.name),
      workers: alive.filter((worker) => worker.queues.includes(queue.name)).length,
    }));
    sendPage(response, {
      title: 'Start',
      at: '/start',
      isLive: true,
      body: html`${alertLines(alerts.filter(({ silencedUntil }) => silencedUntil === null))}${stats === undefined ? html`<p class="note">Jobs are being counted.</p>` : verdict(stats, alive)}
<div class="cards">${cards(stats ?? [], alive)}</div>
<h2>Ended in the last ${HOURS} hours</h2>
<div class="card">${hours === undefined ? html`<p class="dim">Being counted.</p>` : endsChart(hours)}</div>
<h2>Queues</h2>
${table(
  queues,
  [
    { title: 'Queue', value: ({ name }) => html`<a href="/queue/${name}">${name}</a>` },
    { title: 'Broker', value: ({ broker }) => broker },
    { title: 'To do', kind: 'number', value: (row) => count(backlogOf(row.stats)) },
    { title: 'Later', kind: 'number', value: (row) => count(row.stats?.waitFor.time ?? 0) },
    { title: 'Running', kind: 'number', value: (row) => count(row.stats?.counts.active ?? 0) },
    { title: 'Failed', kind: 'number', value: (row) => count(row.stats?.counts.failed ?? 0) },
    {
      title: 'Oldest',
      kind: 'number',
      value: ({ stats: row }) => (row?.oldestWaitingMs === undefined ? '–' : lasting(row.oldestWaitingMs)),
    },
    { title: 'Workers', kind: 'number', value: (row) => row.workers },
    { title: '', value: (row) => row.stats?.isPaused === true && tag('paused') },
  ],
  'The application has no queues.',
)}
<h2>Next schedules</h2>
${table(
  schedules,
  [
    {
      title: 'Schedule',
      value: ({ name }) => html`<a href="/schedules/${encodeURIComponent(name)}">${name}</a>`,
    },
    { title: 'Due', value: ({ nextDueAt }) => since(nextDueAt) },
    { title: 'Times', value: ({ times }) => html`<code>${times.text}</code> ${times.timeZone}` },
    { title: 'Last job', value: ({ lastJob }) => (lastJob?.state ? tag(lastJob.state) : '–') },
  ],
  'No schedule is due.',
)}`,
    });
  });
}

function backlogOf(stats: QueueStats | undefined): number {
  return stats === undefined ? 0 : jobsToDo(stats);
}

function oldestOf(stats: readonly QueueStats[]): QueueStats | undefined {
  return stats.reduce<QueueStats | undefined>(
    (oldest, each) => ((each.oldestWaitingMs ?? -1) > (oldest?.oldestWaitingMs ?? -1) ? each : oldest),
    undefined,
  );
}

/** Are we late? */
function verdict(stats: readonly QueueStats[], alive: readonly RegisteredWorker[]): SafeHtml {
  const { queue, oldestWaitingMs = 0, isPaused } = oldestOf(stats) ?? { queue: '', isPaused: false };
  if (oldestWaitingMs < LATE_MS) return html`<p class="good">Nothing is late.</p>`;
  const isServed = alive.some((worker) => worker.queues.includes(queue));
  const why = isPaused ? ' It is paused.' : isServed ? '' : ' No worker is on it.';
  return html`<p class="note bad">Late: a job of <a href="/queue/${queue}">${queue}</a> could have run ${lasting(oldestWaitingMs)} ago.${why}</p>`;
}

function cards(stats: readonly QueueStats[], alive: readonly RegisteredWorker[]): readonly SafeHtml[] {
  const sum = (pick: (each: QueueStats) => number): number =>
    stats.reduce((total, each) => total + pick(each), 0);
  const oldestMs = oldestOf(stats)?.oldestWaitingMs;
  const failed = sum(({ counts }) => counts.failed);
  return [
    html`<div class="card">To do<b>${count(sum(backlogOf))}</b></div>`,
    html`<div class="card">Oldest waiting<b>${oldestMs === undefined ? '–' : lasting(oldestMs)}</b></div>`,
    html`<div class="card">Running<b>${count(sum(({ counts }) => counts.active))}</b></div>`,
    html`<div class="card"><a href="/failed">Failed</a><b class="${failed > 0 ? 'bad' : ''}">${count(failed)}</b></div>`,
    html`<div class="card"><a href="/workers">Workers</a><b class="${alive.length === 0 ? 'bad' : ''}">${count(alive.length)}</b></div>`,
  ];
}
