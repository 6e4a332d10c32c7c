import { Counter, Histogram, type Registry } from 'prom-client';
import type { FireReport } from '../firing/fire-due.ts';

/** Seconds; a tick is a second, and the grace time is 15 unless a schedule says otherwise. */
const LATENESS_BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 15, 60, 300, 3_600, 86_400];

/** What schedulers count. */
export interface ScheduleMetrics {
  observe(report: FireReport): void;
}

/** Registers the scheduler's metrics: `nightshift_schedule_lateness_seconds` and `nightshift_schedule_due_times_total`. */
export function makeScheduleMetrics(register: Registry): ScheduleMetrics {
  const lateness = new Histogram({
    name: 'nightshift_schedule_lateness_seconds',
    help: 'How long after its due time a job was accepted, in seconds',
    buckets: LATENESS_BUCKETS,
    registers: [register],
  });
  const decisions = new Counter({
    name: 'nightshift_schedule_due_times_total',
    help: 'Due times by what was decided about them: fired, overlap, missed, failure',
    labelNames: ['decision'],
    registers: [register],
  });
  return {
    observe({ plans, failures }) {
      if (failures.length > 0) decisions.inc({ decision: 'failure' }, failures.length);
      for (const { row, dueTimes } of plans) {
        for (const { decision, dueAt, missed = 1 } of dueTimes) {
          decisions.inc({ decision }, decision === 'missed' ? missed : 1);
          if (decision === 'fired') lateness.observe((row.nowMs - dueAt.getTime()) / 1_000);
        }
      }
    },
  };
}
