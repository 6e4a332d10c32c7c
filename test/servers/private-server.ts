import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../until.ts';
import { removePrivateFolder } from './private-folder.ts';
import { isRunning, listTree, signalTree } from './process-tree.ts';
import { watchdog } from './watchdog.ts';

/** How to run a server: the program with its arguments, and the user to run it as. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * A server of this test run's own, on a port and with data of its own. It may be stopped, killed, frozen and
 * started again on the same port and data; it ends with this process, however that ends.
 */
export abstract class PrivateServer {
  abstract readonly url: string;
  readonly port: number;
  /** Where the data is kept. */
  readonly data: string;
  readonly #folder: string;
  #child: ChildProcess | undefined;

  protected constructor(port: number, folder: string, data = join(folder, 'data')) {
    this.port = port;
    this.data = data;
    this.#folder = folder;
  }

  get pid(): number | undefined {
    return this.isRunning ? this.#child?.pid : undefined;
  }

  get isRunning(): boolean {
    return this.#child?.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts it on its port, with the data that it left; resolves once it answers. */
  async start(): Promise<void> {
    if (this.isRunning) throw new Error(`${this.constructor.name} on port ${this.port} is running already`);
    await mkdir(this.data, { recursive: true });
    await this.prepare();
    this.#spawn(await this.launch());
    const answered = this.#waitForAnswer();
    await answered.catch((error: unknown) => this.#failToStart(error));
  }

  /** Ends it in the orderly way and keeps the data. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** Kills it and all its child processes at once (`kill -9`), frozen or not, and keeps the data. */
  async kill(): Promise<void> {
    const tree = this.pid === undefined ? [] : listTree(this.pid);
    await this.end('SIGKILL', tree.slice(1));
    await until(() => !tree.some(isRunning), { what: 'the child processes to end' });
  }

  /** Stops every one of its processes in mid-step (SIGSTOP): connections stay open and nothing answers. */
  freeze(): void {
    if (this.pid !== undefined) signalTree(this.pid, 'SIGSTOP');
  }

  /** Lets a frozen server go on. */
  thaw(): void {
    if (this.pid !== undefined) signalTree(this.pid, 'SIGCONT');
  }

  /** Deletes the data of a stopped server, so that the next `start` begins empty. */
  async wipe(): Promise<void> {
    if (this.isRunning) throw new Error('stop or kill the server before its data is wiped');
    await rm(this.data, { recursive: true, force: true });
  }

  /** Ends it for good and removes its folder. */
  async close(): Promise<void> {
    await this.kill();
    await removePrivateFolder(this.#folder);
  }

  /** What it has written to its output so far. */
  async output(): Promise<string> {
    return readFile(join(this.#folder, 'output.log'), 'utf8').catch(() => '');
  }

  /** Rejects as long as the server does not answer. */
  protected abstract probe(): Promise<void>;
  protected abstract launch(): Launch | Promise<Launch>;
  /** Makes what must be there before a start. */
  protected async prepare(): Promise<void> {}

  protected async end(signal: NodeJS.Signals, alsoKill: readonly number[] = []): Promise<void> {
    const child = this.#child;
    if (!this.isRunning || child?.pid === undefined) return;
    child.ref();
    const gone = once(child, 'exit');
    child.kill(signal);
    for (const pid of alsoKill) signalTree(pid, 'SIGKILL');
    await gone;
    watchdog.forgetProcess(child.pid);
  }

  #spawn({ command, args, env, uid, gid }: Launch): void {
    const output = openSync(join(this.#folder, 'output.log'), 'a');
    const child = spawn(command, args, {
      cwd: this.data,
      // A process group of its own: Ctrl-C must not reach it before the tests have closed.
      detached: true,
      stdio: ['ignore', output, output],
      ...(env && { env }),
      ...(uid !== undefined && { uid }),
      ...(gid !== undefined && { gid }),
    });
    closeSync(output);
    // One that cannot be spawned has no pid, which the wait for its answer sees.
    child.on('error', () => {});
    if (child.pid !== undefined) watchdog.watchProcess(child.pid);
    child.unref();
    this.#child = child;
  }

  async #waitForAnswer(): Promise<void> {
    const hasEndedOrAnswers = () => !this.isRunning || this.probe().then(() => true);
    await until(hasEndedOrAnswers, { timeoutMs: 60_000, everyMs: 25, what: 'the server to answer' });
    if (!this.isRunning) throw new Error('the process ended');
  }

  async #failToStart(cause: unknown): Promise<never> {
    await this.kill();
    const last = (await this.output()).trim().split('\n').slice(-20).join('\n');
    throw new Error(`${this.constructor.name} did not start on port ${this.port}:\n${last}`, { cause });
  }
}
