/** Where the time comes from, so that tests can pass their own. Decisions that matter use the database's clock instead. */
export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number;
}
