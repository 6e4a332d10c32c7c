import { closest } from '../job/closest.ts';
import { NightshiftError } from '../nightshift-error.ts';

/** An operator cannot be as was asked. */
export class WrongOperatorError extends NightshiftError {
  readonly code = 'WRONG_OPERATOR';
}

/** There is no operator of this name. */
export class UnknownOperatorError extends NightshiftError {
  readonly code = 'UNKNOWN_OPERATOR';

  constructor(name: string, others: readonly string[]) {
    const near = closest(name, others);
    super(
      `There is no operator ${JSON.stringify(name)}: ${near === undefined ? 'see them with "nightshift users list"' : `did you mean ${near}?`}.`,
    );
  }
}
