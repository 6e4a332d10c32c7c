import type { DependencyState } from '../telemetry/dependency-watch.ts';
import { ALERT_RULES } from './alert-rules.ts';
import { findingOf } from './judge.ts';
import { makeNotice, type Notice } from './notice.ts';

/**
 * Notices of the ledger's own outage, which no table can remember: one when it has lasted for `afterMs`, and one when it
 * is over.
 */
export class OutageNotice {
  readonly #afterMs: number;
  #openedAt: string | undefined;

  constructor(afterMs: number) {
    this.#afterMs = afterMs;
  }

  /** What is to be told now, if anything. It counts as told when `told` is called. */
  next(
    { state, since }: DependencyState,
    nowMs: number,
  ): { readonly notice: Notice; told(): void } | undefined {
    const awayMs = nowMs - Date.parse(since);
    if (state === 'down' && this.#openedAt === undefined && this.#afterMs > 0 && awayMs >= this.#afterMs)
      return this.#tell('open', since, awayMs);
    if (state === 'up' && this.#openedAt !== undefined)
      return this.#tell('recovered', this.#openedAt, Date.parse(since) - Date.parse(this.#openedAt));
    return undefined;
  }

  #tell(
    state: 'open' | 'recovered',
    openedAt: string,
    awayMs: number,
  ): { readonly notice: Notice; told(): void } {
    const finding = findingOf(SERVER_AWAY, this.#afterMs, { subject: 'postgresql', value: awayMs });
    return {
      notice: makeNotice([{ ...finding, state, openedAt }]),
      told: () => {
        this.#openedAt = state === 'open' ? openedAt : undefined;
      },
    };
  }
}

const SERVER_AWAY = ALERT_RULES.find(({ name }) => name === 'server-away') ?? {
  name: 'server-away',
  unit: 'ms' as const,
  says: 'it has not answered for …',
};
