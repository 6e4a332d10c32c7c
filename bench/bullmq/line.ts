/** What is measured: something that adds jobs to one queue and works them off. */
export interface Line {
  /** Adds one job; resolves when Redis has it. */
  add(): Promise<void>;
  /** Adds so many jobs in the way made for many. */
  addMany(count: number): Promise<void>;
  /** Begins to work off jobs that do nothing, this many at a time. */
  startWork(concurrency: number, hooks: WorkHooks): Promise<void>;
  stopWork(): Promise<void>;
  wipe(): Promise<void>;
  close(): Promise<void>;
}

export interface WorkHooks {
  /** A handler was called. */
  readonly onStart?: () => void;
  /** A job has ended, and its broker knows. */
  readonly onEnd?: () => void;
}

export const payload = {
  to: 'someone.with.a.name@example.com',
  subject: 'A subject of the usual length for a mail that welcomes',
  body: 'x'.repeat(56),
} as const;
