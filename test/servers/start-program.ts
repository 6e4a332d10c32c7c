import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { until } from '../until.ts';
import { jiti } from './jiti.ts';
import { signalTree } from './process-tree.ts';
import { watchdog } from './watchdog.ts';

/** How a program is run. */
export interface ProgramOptions {
  readonly args?: readonly string[];
  /** Set on top of the environment of the tests; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** A program that runs Node, with its arguments, such as `faketime -f +1h`. */
  readonly under?: readonly [string, ...string[]];
  /** Flags for Node itself, such as `--max-old-space-size=256`. */
  readonly nodeArgs?: readonly string[];
}

/** How a process ended: one of the two is null. */
export interface ProgramEnd {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Starts a JavaScript or TypeScript file in a process of its own, which ends at the latest when this one does. */
export function startProgram(file: string, options: ProgramOptions = {}): Program {
  const node = [process.execPath, ...(options.nodeArgs ?? [])];
  const script = file.endsWith('.ts') ? [jiti, file] : [file];
  const words = [...(options.under ?? []), ...node, ...script, ...(options.args ?? [])];
  const child = spawn(words[0] ?? process.execPath, words.slice(1), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
    ...(options.cwd !== undefined && { cwd: options.cwd }),
  });
  return new Program(child);
}

/** A process of a test's own, such as a worker that is going to be killed. */
export class Program {
  /** Every line it has written to either stream. */
  readonly lines: string[] = [];
  readonly ended: Promise<ProgramEnd>;
  readonly #child: ChildProcess;
  #hasClosed = false;

  constructor(child: ChildProcess) {
    this.#child = child;
    if (child.pid !== undefined) watchdog.watchProcess(child.pid);
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.lines.push(line));
    }
    this.ended = once(child, 'close').then(([status, signal]) => {
      if (child.pid !== undefined) watchdog.forgetProcess(child.pid);
      this.#hasClosed = true;
      return { status, signal };
    });
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('the program could not be started');
    return this.#child.pid;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Waits for a line that matches, among those already written and those to come; returns it. */
  async line(pattern: RegExp, timeoutMs = 30_000): Promise<string> {
    const find = () => this.lines.find((line) => pattern.test(line));
    const what = `a line like ${pattern} from process ${this.pid}`;
    const found = await until(() => find() ?? this.#hasClosed, { timeoutMs, what });
    if (typeof found === 'string') return found;
    throw new Error(`waited for ${what}, and it ended after:\n${this.lines.slice(-20).join('\n')}`);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Stops it and its child processes in mid-step (SIGSTOP). */
  freeze(): void {
    signalTree(this.pid, 'SIGSTOP');
  }

  thaw(): void {
    signalTree(this.pid, 'SIGCONT');
  }

  /** Kills it and its child processes at once (`kill -9`); does nothing when it has ended. */
  async kill(): Promise<ProgramEnd> {
    if (this.isRunning) signalTree(this.pid, 'SIGKILL');
    return this.ended;
  }
}
