/** When a schedule is due: by a cron expression on a zone's wall clock, or at a fixed interval of real time. */
export type Timing = (CronTiming | IntervalTiming) & TimingBounds;

export interface CronTiming {
  readonly kind: 'cron';
  /** Five fields, or six with seconds first. */
  readonly cron: string;
  /** IANA name. */
  readonly timeZone: string;
}

export interface IntervalTiming {
  readonly kind: 'every';
  /** Real milliseconds between due times, counted from `startAtMs`, or from the epoch without it. */
  readonly everyMs: number;
  /** IANA name: only for showing due times to people. */
  readonly timeZone: string;
}

/** Both in milliseconds since the epoch and both inclusive. */
export interface TimingBounds {
  readonly startAtMs?: number;
  readonly endAtMs?: number;
}
