import type { Config } from './load-config.ts';

/** What a path of the board is called from outside: below `NIGHTSHIFT_PUBLIC_URL`, or else on this machine alone. */
export function publicAddress(
  { publicUrl, port }: Pick<Config['dashboard'], 'publicUrl' | 'port'>,
  path: string,
): string {
  return `${(publicUrl ?? `http://127.0.0.1:${port}`).replace(/\/+$/, '')}${path}`;
}
