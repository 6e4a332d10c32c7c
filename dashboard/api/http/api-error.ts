import { NightshiftError } from '../../../src/nightshift-error.ts';

export interface ApiErrorOptions extends ErrorOptions {
  /** Further members of the problem. */
  readonly more?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Something that a request is refused for, with the status that says so. */
export class ApiError extends NightshiftError {
  readonly code = 'API_REFUSED';
  readonly statusCode: number;
  readonly more: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(statusCode: number, message: string, options: ApiErrorOptions = {}) {
    super(message, options);
    this.statusCode = statusCode;
    this.more = options.more ?? {};
    this.headers = options.headers ?? {};
  }
}
