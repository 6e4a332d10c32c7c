import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { completed } from '../../src/job/outcome.ts';
import type { MaintenanceContext } from './services.ts';

/**
 * Removes what is past its time: ended jobs, decided due times, notifications, behaviour events, reports with their files, and
 * decided findings. Each age is a `NIGHTSHIFT_KEEP_…_DAYS`; the audit log is kept. What is gone is gone, so it may run
 * again at any time. The result says how much there was of each.
 */
export const prune = defineJob({
  name: 'maintenance.prune',
  queue: 'maintenance',
  payload: z.strictObject({}),
  timeoutMs: 3_600_000,
  run: async (_, { maintenance, signal, progress }: MaintenanceContext) => {
    const { droppedWeeks, deletedJobs } = await maintenance.pruneLedger();
    progress({ deletedJobs });
    const dueTimes = await maintenance.pruneDueTimes(signal);
    const notifications = await maintenance.pruneNotifications(signal);
    const eventMonths = await maintenance.pruneEvents(signal);
    const reports = await maintenance.pruneReports(signal);
    const findings = await maintenance.pruneFindings(signal);
    return completed({
      ...{ droppedWeeks: [...droppedWeeks], deletedJobs, dueTimes, notifications },
      ...{ eventMonths: [...eventMonths], reports, findings },
    });
  },
});
