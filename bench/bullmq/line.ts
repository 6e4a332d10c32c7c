/** What is measured: something that adds jobs to one queue and works them off. */
export interface Line {
  /** Adds one job; resolves when the server has it. */
  add(): Promise<void>;
  /** Adds so many jobs in the way made for many. */
  addMany(count: number): Promise<void>;
  /** Begins to work off jobs, this many at a time. */
  startWork(concurrency: number, options: WorkOptions): Promise<void>;
  stopWork(): Promise<void>;
  wipe(): Promise<void>;
  close(): Promise<void>;
}

export interface WorkOptions {
  /** How long each attempt waits, in milliseconds; 0 is not at all. */
  readonly busyMs: number;
  /** A handler was called. */
  readonly onStart?: () => void;
  /** A job has ended, and its broker knows. */
  readonly onEnd?: () => void;
}

/** The servers that the lines stand on; without Redis BullMQ's queues are in PostgreSQL. */
export interface BenchServers {
  readonly redisUrl: string | undefined;
  readonly databaseUrl: string;
  readonly prefix: string;
}

export const payload = {
  to: 'someone.with.a.name@example.com',
  subject: 'A subject of the usual length for a mail that welcomes',
  body: 'x'.repeat(56),
} as const;
