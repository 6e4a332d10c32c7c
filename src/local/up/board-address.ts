import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../config/load-config.ts';
import { findFreePort } from '../free-port.ts';
import type { ChosenProcess } from '../supervisor/choose-processes.ts';

/** Where the board of a run will be. */
export interface BoardAddress {
  readonly port: number;
  readonly url: string;
}

/** The configured port, or another where a program has taken that; undefined when no board is to run. */
export async function findBoardAddress(
  config: Config,
  chosen: readonly ChosenProcess[],
): Promise<BoardAddress | undefined> {
  if (!chosen.some(({ command }) => command[0] === 'nightshift' && command[1] === 'dashboard'))
    return undefined;
  const { host, port: wanted } = config.dashboard;
  const port = await findFreePort(wanted === 0 ? undefined : wanted, host);
  const named = /^(0\.0\.0\.0|::)$/.test(host) ? '127.0.0.1' : host;
  return { port, url: `http://${named.includes(':') ? `[${named}]` : named}:${port}` };
}

/** Waits until the board answers; false when it did not within `timeoutMs`, or `signal` came first. */
export async function waitForBoard(
  url: string,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline && !signal.aborted) {
    const answer = await fetch(`${url}/livez`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return true;
    await sleep(200, undefined, { signal }).catch(() => undefined);
  }
  return false;
}
