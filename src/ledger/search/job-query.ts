import type { VisibleJobState } from '../../job/job-state.ts';
import type { WaitFor } from './wait-for.ts';

/** What jobs to find; every part that is given must hold. */
export interface JobQuery {
  readonly states?: readonly VisibleJobState[];
  /** Those of the waiting jobs, in the ledger or with a broker, that wait for this. */
  readonly waitFor?: WaitFor;
  readonly names?: readonly string[];
  readonly queues?: readonly string[];
  readonly tags?: readonly string[];
  readonly tenant?: string;
  /** Part of the error's text, in any case. */
  readonly error?: string;
  readonly fingerprint?: string;
  readonly reason?: string;
  readonly groupId?: string;
  readonly schedule?: string;
  readonly ids?: readonly string[];
  /** Enqueued at this instant or later. */
  readonly since?: Date;
  /** Enqueued before this instant. */
  readonly until?: Date;
}

/** Which part of what was found. Newest first. */
export interface Page {
  /** Default 50, at most 1,000. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly after?: string;
  /** Passes over this many rows first; for boards with numbered pages. Default 0. */
  readonly offset?: number;
}
