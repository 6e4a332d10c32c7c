import { setTimeout as sleep } from 'node:timers/promises';
import { redactSecrets } from './redact-secrets.ts';

/** Resolves when the dependency answers; rejects with what is wrong. */
export type Probe = () => Promise<unknown>;

/** How a dependency stood when it was last asked. */
export interface DependencyState {
  readonly state: 'up' | 'down' | 'unknown';
  /** How long the answer took. */
  readonly latencyMs?: number;
  /** Why it is down. */
  readonly error?: string;
  /** When it was first seen in this state, as ISO 8601. */
  readonly since: string;
}

const INTERVAL_MS = 5_000;
const TIMEOUT_MS = 2_000;

/** Asks the servers that a process depends on, again and again, so that it is known since when one is away. */
export class DependencyWatch {
  readonly #probes: ReadonlyMap<string, Probe>;
  readonly #states = new Map<string, DependencyState>();
  readonly #timer: NodeJS.Timeout;
  #asking: Promise<void> | undefined;

  /** `probes` by the names that are shown. */
  constructor(probes: Readonly<Record<string, Probe>>) {
    this.#probes = new Map(Object.entries(probes));
    for (const name of this.#probes.keys())
      this.#states.set(name, { state: 'unknown', since: new Date().toISOString() });
    this.#timer = setInterval(() => void this.ask(), INTERVAL_MS).unref();
    void this.ask();
  }

  /** Asks all of them now, unless that is under way, and gives their states; never takes longer than 2 s. */
  async ask(): Promise<Readonly<Record<string, DependencyState>>> {
    this.#asking ??= this.#askAll().finally(() => {
      this.#asking = undefined;
    });
    await this.#asking;
    return Object.fromEntries(this.#states);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #askAll(): Promise<void> {
    await Promise.all(
      [...this.#probes].map(async ([name, probe]) => {
        const startedAt = performance.now();
        const error = await whatIsWrong(probe);
        const latencyMs = Math.round((performance.now() - startedAt) * 10) / 10;
        this.#note(name, error === undefined ? { state: 'up', latencyMs } : { state: 'down', error });
      }),
    );
  }

  #note(name: string, now: Omit<DependencyState, 'since'>): void {
    const before = this.#states.get(name);
    const since = before?.state === now.state ? before.since : new Date().toISOString();
    this.#states.set(name, { ...now, since });
  }
}

async function whatIsWrong(probe: Probe): Promise<string | undefined> {
  const answered = new AbortController();
  const answer = Promise.resolve()
    .then(probe)
    .then(
      () => undefined,
      (error: unknown) => redactSecrets(messageOf(error)),
    );
  const deadline = sleep(TIMEOUT_MS, `no answer within ${TIMEOUT_MS} ms`, {
    signal: answered.signal,
    ref: false,
  });
  deadline.catch(() => undefined);
  return Promise.race([answer, deadline]).finally(() => answered.abort());
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
