import type { JobCounts, JobState, JobStatus, Status } from '@bull-board/api/dist/types.js';
import type { QueueStats } from '../../src/ledger/search/count-jobs.ts';
import type { FoundJob } from '../../src/ledger/search/found-job.ts';
import type { JobQuery } from '../../src/ledger/search/job-query.ts';

/**
 * The tabs of a queue of the ledger, in Bull Board's words: `waiting` is what could run (in the ledger or in a broker),
 * `delayed` waits for a time, `waiting-children` for the jobs before it in a chain or group.
 */
const LEDGER_STATUSES = ['active', 'waiting', 'waiting-children', 'completed', 'failed', 'delayed'] as const;

export type LedgerStatus = (typeof LEDGER_STATUSES)[number];

/** Bull Board's own list of tabs is an enum, whose values these are. */
export const JOB_STATUSES = [...LEDGER_STATUSES] as JobStatus[];
export const TAB_STATUSES = ['latest', ...LEDGER_STATUSES] as Status[]; // as above

const QUERIES: Readonly<Record<LedgerStatus, JobQuery>> = {
  active: { states: ['active'] },
  waiting: { waitFor: 'turn' },
  'waiting-children': { waitFor: 'parents' },
  completed: { states: ['completed'] },
  failed: { states: ['failed'] },
  delayed: { waitFor: 'time' },
};

const LATEST: JobQuery = { states: ['waiting', 'published', 'active', 'completed', 'failed'] };

/** What to look for under some tabs; several of them are the newest jobs of all. */
export function queryOf(statuses: readonly string[]): JobQuery {
  const [only] = statuses.filter(isLedgerStatus);
  return statuses.length === 1 && only ? QUERIES[only] : LATEST;
}

function isLedgerStatus(status: string): status is LedgerStatus {
  return LEDGER_STATUSES.some((known) => known === status);
}

/** The numbers on the tabs. */
export function countsOf(stats: QueueStats | undefined): Readonly<Record<LedgerStatus, number>> {
  if (!stats) return NONE;
  const { counts, waitFor } = stats;
  return {
    active: counts.active,
    waiting: Math.max(0, counts.waiting + counts.published - waitFor.time - waitFor.parents),
    'waiting-children': waitFor.parents,
    completed: counts.completed,
    failed: counts.failed,
    delayed: waitFor.time,
  };
}

/** Bull Board's type names every tab that any queue can have. */
export function asJobCounts(counts: Readonly<Record<LedgerStatus, number>>): JobCounts {
  return { latest: 0, prioritized: 0, paused: 0, ...counts };
}

/** The tab that a job is under; cancelled, expired and discarded jobs are under none. */
export function stateOf(job: FoundJob): JobState {
  switch (job.state) {
    case 'waiting':
    case 'published':
      return TAB_OF_WAITING[job.waitFor ?? 'turn'];
    case 'active':
    case 'completed':
    case 'failed':
      return job.state;
    case 'cancelled':
    case 'expired':
    case 'discarded':
      return 'unknown';
  }
}

const TAB_OF_WAITING = { time: 'delayed', parents: 'waiting-children', turn: 'waiting' } as const;

const NONE: Readonly<Record<LedgerStatus, number>> = {
  active: 0,
  waiting: 0,
  'waiting-children': 0,
  completed: 0,
  failed: 0,
  delayed: 0,
};
