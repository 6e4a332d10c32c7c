import { NightshiftError } from '../../nightshift-error.ts';

/** A schedule whose options make no sense; lists everything that is wrong with it. */
export class InvalidScheduleError extends NightshiftError {
  readonly code = 'INVALID_SCHEDULE';

  constructor(name: string, problems: readonly string[]) {
    super(`Schedule ${JSON.stringify(name)} is not usable:\n${listed(problems)}\nCorrect its definition.`);
  }
}

/** Schedules that do not fit the application's jobs; lists every problem of all of them. */
export class InvalidSchedulesError extends NightshiftError {
  readonly code = 'INVALID_SCHEDULES';

  constructor(problems: readonly string[]) {
    super(`The schedules do not fit the jobs:\n${listed(problems)}\nCorrect them and start again.`);
  }
}

/** No schedule has this name. */
export class UnknownScheduleError extends NightshiftError {
  readonly code = 'UNKNOWN_SCHEDULE';

  constructor(name: string, near: string | undefined) {
    const hint = near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}?`;
    super(
      `No schedule is named ${JSON.stringify(name)}.${hint} A schedule is known from the first start of a scheduler that has it.`,
    );
  }
}

/** The code has this schedule no more, so its job may be gone too. */
export class RemovedScheduleError extends NightshiftError {
  readonly code = 'REMOVED_SCHEDULE';

  constructor(name: string) {
    super(
      `Schedule ${JSON.stringify(name)} is no longer in the code: it is not fired, by hand neither. Put it back, or enqueue its job.`,
    );
  }
}

function listed(problems: readonly string[]): string {
  return problems.map((problem) => `- ${problem.replaceAll('\n', '\n  ')}`).join('\n');
}
