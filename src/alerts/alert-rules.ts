import type { Config } from '../config/load-config.ts';
import { jobsToDo } from '../ledger/search/count-jobs.ts';
import type { Figures, Measured } from './figures.ts';

export type Thresholds = Config['alerts'];

/** One thing that may be wrong: what is measured, and from where on it is too much. */
export interface AlertRule {
  readonly name: string;
  readonly unit: 'ms' | 'jobs' | '%' | '';
  /** The setting that bounds it; a number where there is nothing to set. 0: it is never too much. */
  readonly threshold: keyof Thresholds | number;
  /** It is wrong below its threshold, not from there on. */
  readonly isFloor?: boolean;
  /** `undefined`: this cannot be told now, so that nothing begins or ends. */
  readonly measure: (figures: Figures) => readonly Measured[] | undefined;
  /** What is said of it, to follow the subject; `…` stands for the value. */
  readonly says: string;
}

/** Every rule; docs/alerts.md says what each means and what to do. */
export const ALERT_RULES: readonly AlertRule[] = [
  {
    name: 'oldest-waiting',
    unit: 'ms',
    threshold: 'oldestWaitingMs',
    says: 'a job that could run has waited for …',
    measure: ({ queues }) => waiting(queues),
  },
  {
    name: 'backlog',
    unit: 'jobs',
    threshold: 'backlog',
    says: '… could run',
    measure: ({ queues, unrecorded = [] }) => [
      ...queues.map((each) => ({ subject: each.queue, value: jobsToDo(each) })),
      ...unrecorded,
    ],
  },
  {
    name: 'failure-ratio',
    unit: '%',
    threshold: 'failurePercent',
    says: '… of what ended in the last 15 minutes has failed',
    measure: ({ failureRatios }) => failureRatios,
  },
  {
    name: 'no-worker',
    unit: 'ms',
    threshold: 'noWorkerMs',
    says: 'no worker consumes it, and a job has waited for …',
    measure: ({ queues, workers }) =>
      waiting(queues).filter(
        ({ subject }) => !workers.some(({ isAlive, queues: taken }) => isAlive && taken.includes(subject)),
      ),
  },
  {
    name: 'schedule-late',
    unit: 'ms',
    threshold: 'scheduleLateMs',
    says: 'a due time is overdue by …',
    measure: ({ overdue }) => overdue,
  },
  {
    name: 'failed-growth',
    unit: 'jobs',
    threshold: 'failedPerHour',
    says: '… failed in the last hour and stand there yet',
    measure: ({ failedLastHour }) => failedLastHour,
  },
  {
    name: 'relay-lag',
    unit: 'ms',
    threshold: 'relayLagMs',
    says: 'a job has been due for … and is not published',
    measure: ({ relayLags }) => relayLags,
  },
  {
    name: 'broker-data-loss',
    unit: 'jobs',
    threshold: 'carriedAgain',
    says: '… had to be carried again in the last hour',
    measure: ({ carriedAgain }) => carriedAgain,
  },
  {
    name: 'redis-memory',
    unit: '%',
    threshold: 'redisMemoryPercent',
    says: '… of its memory is in use',
    measure: ({ redisMemory }) => redisMemory,
  },
  {
    name: 'hit-ratio',
    unit: '%',
    threshold: 'hitPercent',
    isFloor: true,
    says: 'only … of the questions were hits',
    measure: ({ hitRatio }) => (hitRatio === undefined ? undefined : [{ subject: 'cache', value: hitRatio }]),
  },
  {
    name: 'disk',
    unit: '%',
    threshold: 'diskPercent',
    says: '… is in use',
    measure: ({ disk }) => (disk === undefined ? undefined : [{ subject: 'data folder', value: disk }]),
  },
  {
    name: 'server-away',
    unit: 'ms',
    threshold: 'awayMs',
    says: 'it has not answered for …',
    measure: ({ away }) => away,
  },
  {
    name: 'rabbitmq-alarm',
    unit: '',
    threshold: 1,
    says: 'RabbitMQ takes no messages until that is over',
    measure: ({ rabbitAlarms }) => rabbitAlarms?.map((subject) => ({ subject, value: 1 })),
  },
];

/** A paused queue is meant to wait. */
function waiting(queues: Figures['queues']): readonly Measured[] {
  return queues.flatMap(({ queue, oldestWaitingMs = 0, isPaused }) =>
    isPaused ? [] : [{ subject: queue, value: oldestWaitingMs }],
  );
}
