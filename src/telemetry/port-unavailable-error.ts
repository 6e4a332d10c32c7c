import { NightshiftError } from '../nightshift-error.ts';

/** No server could be opened where the configuration wants one. */
export class PortUnavailableError extends NightshiftError {
  readonly code = 'PORT_UNAVAILABLE';

  constructor(
    wanted: { readonly host: string; readonly port: number; readonly setting: string },
    last: number,
    cause: NodeJS.ErrnoException,
  ) {
    const { host, port, setting } = wanted;
    const ports = last > port ? `Ports ${port} to ${last} of ${host} are` : `Port ${port} of ${host} is`;
    super(
      `${ports} not to be had (${reasonOf(cause)}): end what uses ${last > port ? 'them' : 'it'}, or set ${setting} to another.`,
      { cause },
    );
  }
}

function reasonOf({ code = '', message }: NodeJS.ErrnoException): string {
  return REASONS[code] ?? message;
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'in use',
  EACCES: 'this user may not open it',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'this machine has no such address',
};
