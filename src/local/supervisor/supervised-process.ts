import { setTimeout as sleep } from 'node:timers/promises';
import type { ChosenProcess } from './choose-processes.ts';
import { findProgram } from './find-program.ts';
import type { LineWriter } from './line-writer.ts';
import { RestartPause } from './restart-pause.ts';
import { type ProcessGroup, spawnInGroup } from './spawn-in-group.ts';

/** Where and how supervised processes run. */
export interface Surroundings {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly lines: LineWriter;
  /** Called when a process has started or ended. */
  readonly onChange: () => void;
}

/** One process that is started again, after a pause, whenever it ends. */
export class SupervisedProcess {
  readonly name: string;
  readonly #command: readonly [string, ...string[]];
  readonly #surroundings: Surroundings;
  readonly #stopping = new AbortController();
  readonly #pause = new RestartPause();
  #group: ProcessGroup | undefined;

  constructor({ name, command }: ChosenProcess, surroundings: Surroundings) {
    this.name = name;
    this.#command = command;
    this.#surroundings = surroundings;
  }

  /** Undefined while it does not run. */
  get pid(): number | undefined {
    return this.#group?.pid;
  }

  /** Runs it until it has ended after `end`. */
  async run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const pauseMs = await this.#runOnce();
      if (pauseMs !== undefined) await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Sends a signal to it and all it started, and does not start it again. */
  end(signal: NodeJS.Signals): void {
    this.#stopping.abort();
    this.#group?.signal(signal);
  }

  /** Gives the pause before the next time; undefined when there is none. */
  async #runOnce(): Promise<number | undefined> {
    const { lines, onChange } = this.#surroundings;
    const startedAt = performance.now();
    const group = spawnInGroup(findProgram(this.#command), this.#surroundings);
    this.#group = group;
    const written = Promise.all(group.outputs.map((output) => lines.pipe(this.name, output)));
    onChange();
    const how = await group.ended;
    // Not for ever: what it started may live on in another group and hold the stream open.
    await Promise.race([written, sleep(1_000, undefined, { ref: false })]);
    this.#group = undefined;
    onChange();
    if (this.#stopping.signal.aborted) return undefined;
    const livedMs = performance.now() - startedAt;
    const pauseMs = this.#pause.afterDeath(livedMs);
    lines.write(this.name, this.#describeDeath(how, livedMs, pauseMs));
    return pauseMs;
  }

  #describeDeath(how: string, livedMs: number, pauseMs: number): string {
    const deaths = this.#pause.deathsInARow;
    const row = deaths === 1 ? '' : `, ${deaths} times in a row`;
    return `ended unexpectedly after ${seconds(livedMs)} (${how})${row}; it is started again in ${seconds(pauseMs)}`;
  }
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
