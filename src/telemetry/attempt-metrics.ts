import type { Outcome } from '../job/outcome.ts';
import type { CounterSeries } from './counter-series.ts';
import type { HistogramSeries } from './histogram-series.ts';
import type { Metrics } from './metrics.ts';
import type { SeriesTable } from './series-table.ts';

/** One attempt that has ended. */
export interface EndedAttempt {
  readonly jobName: string;
  readonly queue: string;
  readonly outcome: Outcome['kind'];
  /** From the moment it might have run to its start, in milliseconds, where that is known. */
  readonly waitMs?: number | undefined;
  readonly durationMs: number;
}

/** How many attempts ended in what, how long their jobs had waited, and how long they ran. */
export class AttemptMetrics {
  readonly #attempts: SeriesTable<CounterSeries>;
  readonly #waits: SeriesTable<HistogramSeries>;
  readonly #runs: SeriesTable<HistogramSeries>;
  readonly #series = new Map<string, Map<string, JobSeries>>();

  constructor(metrics: Metrics) {
    this.#attempts = metrics.counter('nightshift_attempts_total', {
      help: 'Attempts that have ended, by outcome.',
      labels: ['queue', 'job', 'outcome'],
    });
    this.#waits = metrics.histogram('nightshift_job_wait_seconds', {
      help: 'From the moment a job might have run to the start of its attempt.',
      labels: ['queue', 'job'],
    });
    this.#runs = metrics.histogram('nightshift_attempt_seconds', {
      help: 'How long attempts ran.',
      labels: ['queue', 'job'],
    });
  }

  ended({ jobName, queue, outcome, waitMs, durationMs }: EndedAttempt): void {
    const { attempts, waits, runs } = this.#seriesOf(queue, jobName);
    attempts[outcome].add(1);
    if (waitMs !== undefined) waits.observe(Math.max(0, waitMs) / 1_000);
    runs.observe(durationMs / 1_000);
  }

  #seriesOf(queue: string, job: string): JobSeries {
    let jobs = this.#series.get(queue);
    if (!jobs) this.#series.set(queue, (jobs = new Map()));
    let series = jobs.get(job);
    if (!series) jobs.set(job, (series = this.#makeSeries(queue, job)));
    return series;
  }

  #makeSeries(queue: string, job: string): JobSeries {
    const of = (outcome: Outcome['kind']): CounterSeries => this.#attempts.of(queue, job, outcome);
    return {
      attempts: {
        completed: of('completed'),
        cancelled: of('cancelled'),
        snoozed: of('snoozed'),
        expired: of('expired'),
        retry: of('retry'),
        failed: of('failed'),
      },
      waits: this.#waits.of(queue, job),
      runs: this.#runs.of(queue, job),
    };
  }
}

/** What one job's attempts are counted in; found by two look-ups, because every attempt comes by. */
interface JobSeries {
  readonly attempts: Readonly<Record<Outcome['kind'], CounterSeries>>;
  readonly waits: HistogramSeries;
  readonly runs: HistogramSeries;
}
