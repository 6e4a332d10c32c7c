import { NightshiftError } from '../../src/nightshift-error.ts';

/** The provider refused a message for good, with its own code for why. */
export class SmsRefusedError extends NightshiftError {
  readonly code = 'SMS_REFUSED';
  readonly providerCode: number | undefined;

  constructor(message: string, providerCode: number | undefined, options?: ErrorOptions) {
    super(message, options);
    this.providerCode = providerCode;
  }
}
