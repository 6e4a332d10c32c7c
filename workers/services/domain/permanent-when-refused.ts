import {
  FeatureUnavailableError,
  InsufficientStockError,
  InvalidWriteError,
  NotAllowedError,
  NotFoundError,
  TakenError,
} from '../../../src/domain/domain-errors.ts';
import { PermanentError } from '../../../src/job/handler-errors.ts';

const REFUSALS = [
  FeatureUnavailableError,
  InsufficientStockError,
  InvalidWriteError,
  NotAllowedError,
  NotFoundError,
  TakenError,
];

/** Makes what the application refuses a failure that is not retried: trying again would not change its mind. */
export function permanentWhenRefused<Result>(write: Promise<Result>): Promise<Result> {
  return write.catch((error: unknown) => {
    if (!(error instanceof Error) || !REFUSALS.some((refusal) => error instanceof refusal)) throw error;
    throw new PermanentError(error.message, { cause: error });
  });
}
