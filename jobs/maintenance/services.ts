import type { HandlerContext } from '../../src/job/handler-context.ts';

/** What the handlers of this folder need beside the platform. */
export interface MaintenanceServices {
  readonly maintenance: Maintenance;
}

export type MaintenanceContext = HandlerContext<MaintenanceServices>;

/** Removes what is older than the configuration says; the audit log is none of it. */
export interface Maintenance {
  /** Ended jobs. */
  pruneLedger(): Promise<{ readonly droppedWeeks: readonly string[]; readonly deletedJobs: number }>;
  /** The others give how many rows they deleted, or which months they dropped. */
  pruneDueTimes(signal: AbortSignal): Promise<number>;
  pruneNotifications(signal: AbortSignal): Promise<number>;
  /** Also makes the partitions of the months to come. */
  pruneEvents(signal: AbortSignal): Promise<readonly string[]>;
  pruneReports(signal: AbortSignal): Promise<number>;
  pruneFindings(signal: AbortSignal): Promise<number>;
  /** Gives keys of `kv` that have no end one in so many milliseconds, and removes rows that are past theirs. */
  cleanExpired(
    endsInMs: number,
    signal: AbortSignal,
  ): Promise<{ readonly looked: number; readonly givenAnEnd: number }>;
}
