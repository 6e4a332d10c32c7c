/** What one look at a server showed. */
export interface Finding {
  /** The server, like `PostgreSQL`. */
  readonly about: string;
  /** What was looked at, like `version`. */
  readonly looked: string;
  /** `warning`: it works, and something should be mended. `failed`: jobs would not run, or might be lost. */
  readonly state: 'ok' | 'warning' | 'failed';
  readonly found: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/** Makes the findings about one server. */
export function findingsAbout(about: string) {
  return {
    ok: (looked: string, found: string): Finding => ({ about, looked, state: 'ok', found }),
    /** A warning when `isWrong`. */
    expect: (looked: string, found: string, isWrong: boolean, remedy: string): Finding =>
      isWrong ? { about, looked, state: 'warning', found, remedy } : { about, looked, state: 'ok', found },
    failed: (looked: string, found: string, remedy: string): Finding => ({
      about,
      looked,
      state: 'failed',
      found,
      remedy,
    }),
  };
}
