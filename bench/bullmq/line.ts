/** What is measured: something that adds jobs to one queue and works them off. */
export interface Line {
  /** Adds one job; resolves when Redis has it. */
  add(): Promise<void>;
  /** Adds so many jobs in the way made for many. */
  addMany(count: number): Promise<void>;
  /** Works off so many jobs that do nothing, this many at a time. */
  work(count: number, concurrency: number): Promise<void>;
  wipe(): Promise<void>;
  close(): Promise<void>;
}

export const payload = {
  to: 'someone.with.a.name@example.com',
  subject: 'A subject of the usual length for a mail that welcomes',
  body: 'x'.repeat(56),
} as const;
