import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Queue } from '../../src/job/queue.ts';
import { jiti } from '../servers/jiti.ts';
import { until } from '../until.ts';
import type { OpenArgs } from './broker-under-test.ts';

/** What the process of a consumer tells, a line each. */
export interface ConsumerReport {
  readonly event: 'delivered' | 'lost' | 'settled';
  readonly id: string;
  readonly isFirst: boolean;
}

/** A consumer in a process of its own, that holds what it is given until it is told to settle. */
export class ConsumerProcess {
  readonly reports: ConsumerReport[] = [];
  readonly #child: ChildProcess;

  constructor(module: URL, args: OpenArgs, queue: Queue, hold: number) {
    const program = fileURLToPath(new URL('./consumer-process.ts', import.meta.url));
    const task = JSON.stringify({ module: module.href, args, queue, hold });
    this.#child = spawn(process.execPath, [jiti, program, task], { stdio: ['pipe', 'pipe', 'inherit'] });
    if (this.#child.stdout) {
      createInterface({ input: this.#child.stdout }).on('line', (line) =>
        this.reports.push(JSON.parse(line)),
      );
    }
  }

  /** Waits for so many reports of the event. */
  async wait(event: ConsumerReport['event'], count: number, timeoutMs = 20_000): Promise<void> {
    const what = `${count} times "${event}" from a consumer's process`;
    await until(() => this.reports.filter((report) => report.event === event).length >= count, {
      timeoutMs,
      what,
    });
  }

  settleAll(): void {
    this.#child.stdin?.write('settle\n');
  }

  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }
}
