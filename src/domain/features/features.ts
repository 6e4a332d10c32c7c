import type { Tier } from '../users/users-table.ts';

/** What a subscription includes. */
export interface Features {
  /** Tasks that may be open at a time; `Infinity` for any number. */
  readonly maxOpenTasks: number;
  /** With how many others one task may be shared. */
  readonly maxCollaborators: number;
  readonly analytics: boolean;
  readonly api: boolean;
}

export type Feature = 'tasks' | 'collaborators' | 'analytics' | 'api';

/** What each tier includes. */
export const FEATURES: Readonly<Record<Tier, Features>> = {
  basic: { maxOpenTasks: 100, maxCollaborators: 3, analytics: false, api: false },
  premium: { maxOpenTasks: 1_000, maxCollaborators: 20, analytics: true, api: true },
  enterprise: { maxOpenTasks: Number.POSITIVE_INFINITY, maxCollaborators: 100, analytics: true, api: true },
};
