import { InvalidConfigError } from '../../src/config/invalid-config-error.ts';
import { isLoopback } from './is-loopback.ts';

/** Who may open the board: `open` is for this machine alone. */
export type Access =
  | { readonly kind: 'open' }
  | { readonly kind: 'password'; readonly username: string; readonly password: string };

export interface AccessOptions {
  readonly host: string;
  readonly username: string;
  readonly password: string | undefined;
}

/** @throws InvalidConfigError when the board could be reached from elsewhere by whoever comes along */
export function accessOf({ host, username, password }: AccessOptions): Access {
  if (password !== undefined) return { kind: 'password', username, password };
  if (isLoopback(host)) return { kind: 'open' };
  throw new InvalidConfigError([
    `NIGHTSHIFT_DASHBOARD_HOST is ${JSON.stringify(host)}, which other machines can reach, and NIGHTSHIFT_DASHBOARD_PASSWORD is not set: expected a password of 12 characters or more, or a host like 127.0.0.1.`,
  ]);
}
