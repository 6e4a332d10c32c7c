import { createWriteStream, type WriteStream } from 'node:fs';
import { Writable } from 'node:stream';

/** Where the lines of processes go: to a new file (0600) while a table has the terminal, then to the terminal. */
export class QuietOutput extends Writable {
  readonly #terminal: Writable & { readonly isTTY?: boolean };
  readonly #file: string;
  #quiet: WriteStream | undefined;
  #isQuiet = true;

  constructor(terminal: Writable & { readonly isTTY?: boolean }, file: string) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
    this.#file = file;
  }

  get isTTY(): boolean {
    return !this.#isQuiet && this.#terminal.isTTY === true;
  }

  /** From now on to the terminal. */
  speak(): void {
    this.#isQuiet = false;
    this.#quiet?.end();
  }

  override _write(chunk: string, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#isQuiet) {
      this.#quiet ??= createWriteStream(this.#file, { mode: 0o600 });
      this.#quiet.write(chunk, done);
    } else this.#terminal.write(chunk, done);
  }
}
