import type { Platform } from './platform.ts';

/** A board at work. */
export interface RunningDashboard {
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** What the module of a board exports as `startDashboard`: it listens where the configuration says. */
export type StartDashboard = (platform: Platform) => Promise<RunningDashboard>;
