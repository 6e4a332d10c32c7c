import { InvalidConfigError } from '../../src/config/invalid-config-error.ts';
import type { Operators } from '../../src/operators/operators.ts';
import type { Log } from '../../src/telemetry/log.ts';
import { isLoopback } from '../http/is-loopback.ts';

/** `open`: whoever works on this machine, without sign-in. */
export type Access = 'open' | 'operators';

export interface AccessOptions {
  readonly host: string;
  readonly username: string;
  readonly password: string | undefined;
  readonly log: Log;
}

/**
 * Who may open the board: operators, as soon as there is one. The configured name and password become the first, an admin.
 *
 * @throws InvalidConfigError when the board could be reached from elsewhere by whoever comes along
 */
export async function openAccess(operators: Operators, options: AccessOptions): Promise<Access> {
  const { host, username: name, password, log } = options;
  const known = await operators.list();
  if (known.length > 0) {
    if (password !== undefined && !known.some((operator) => operator.name === name))
      log.warn('NIGHTSHIFT_DASHBOARD_PASSWORD makes no operator, because there are some already', { name });
    return 'operators';
  }
  if (password !== undefined) {
    await operators.add({ name, role: 'admin', password });
    log.info('Made the first operator of the board', { name });
    return 'operators';
  }
  if (isLoopback(host)) return 'open';
  throw new InvalidConfigError([
    `NIGHTSHIFT_DASHBOARD_HOST is ${JSON.stringify(host)}, which other machines can reach, and nobody could sign in: expected an operator ("nightshift users add"), or NIGHTSHIFT_DASHBOARD_PASSWORD for the first one, or a host like 127.0.0.1.`,
  ]);
}
