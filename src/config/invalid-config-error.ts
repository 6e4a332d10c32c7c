import { NightshiftError } from '../nightshift-error.ts';

/** The configuration cannot be used; `problems` are all of them. Commands answer it with exit status 2. */
export class InvalidConfigError extends NightshiftError {
  readonly code = 'INVALID_CONFIG';

  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const [only] = problems;
    super(
      problems.length === 1
        ? `The configuration has a problem: ${only}`
        : `The configuration has ${problems.length} problems:\n${problems.map((problem) => `- ${problem}`).join('\n')}`,
    );
    this.problems = problems;
  }
}
