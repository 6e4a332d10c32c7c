/** Something that a user did. */
export interface UserAction {
  readonly action: string;
  readonly timestamp: Date;
  readonly ip?: string;
}

export const KEPT_ACTIONS = 100;
export const KEPT_DAYS = 30;
const DAY_MS = 86_400_000;

/** Whether it is to be shown still: a Redis list goes as a whole, so its oldest entries may be older than the rest. */
export function isRecent({ timestamp }: UserAction, nowMs = Date.now()): boolean {
  return timestamp.getTime() > nowMs - KEPT_DAYS * DAY_MS;
}
