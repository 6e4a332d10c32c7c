import type { CounterSeries } from '../../telemetry/counter-series.ts';
import type { HistogramSeries } from '../../telemetry/histogram-series.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { SeriesTable } from '../../telemetry/series-table.ts';
import type { FireReport } from '../firing/fire-due.ts';

/** What a scheduler counts: `nightshift_schedule_lateness_seconds` and `nightshift_schedule_due_times_total`. */
export class ScheduleMetrics {
  readonly #lateness: HistogramSeries;
  readonly #decisions: SeriesTable<CounterSeries>;

  constructor(metrics: Metrics) {
    this.#lateness = metrics
      .histogram('nightshift_schedule_lateness_seconds', {
        help: 'From a due time to the moment its job was accepted.',
      })
      .of();
    this.#decisions = metrics.counter('nightshift_schedule_due_times_total', {
      help: 'Due times by what was decided: fired, overlap, missed; and failure for each try that went wrong.',
      labels: ['decision'],
    });
  }

  observe({ plans, failures }: FireReport): void {
    if (failures.length > 0) this.#decisions.of('failure').add(failures.length);
    for (const { row, dueTimes } of plans) {
      for (const { decision, dueAt, missed = 1 } of dueTimes) {
        this.#decisions.of(decision).add(missed);
        if (decision === 'fired') this.#lateness.observe((row.nowMs - dueAt.getTime()) / 1_000);
      }
    }
  }
}
