import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { styleText } from 'node:util';
import { UsageError } from './usage-error.ts';

/** The streams of a process, or those that stand in for them. */
export interface Streams {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean };
}

export type Style = Parameters<typeof styleText>[0];

/** What a command speaks to: results go to standard output, all else to standard error. */
export class Terminal {
  readonly streams: Streams;

  constructor(streams: Streams) {
    this.streams = streams;
  }

  /** Columns of standard output; `undefined` when it is no terminal, so that nothing is cut in pipes and files. */
  get width(): number | undefined {
    return this.streams.stdout.isTTY ? this.streams.stdout.columns : undefined;
  }

  /** Writes a result. */
  print(text: string): void {
    this.streams.stdout.write(`${text}\n`);
  }

  /** Writes a result as JSON. */
  printJson(value: unknown): void {
    this.print(JSON.stringify(value, undefined, 2));
  }

  /** Tells the person something that is not the result. */
  say(text: string): void {
    this.streams.stderr.write(`${text}\n`);
  }

  /** The text in a colour, where standard output is a terminal that wants colours. */
  style(style: Style, text: string): string {
    return styled(this.streams.stdout, style, text);
  }

  /** The same for what is told by `say`. */
  styleSaid(style: Style, text: string): string {
    return styled(this.streams.stderr, style, text);
  }

  /** Asks a yes-or-no question; `yes` answers it beforehand. Throws {@link UsageError} when there is nobody to ask. */
  async confirm(question: string, yes: boolean): Promise<boolean> {
    if (yes) return true;
    const { stdin: input, stderr: output } = this.streams;
    if (!input.isTTY) throw new UsageError(`${question} There is no terminal to ask on: add --yes.`);
    const lines = createInterface({ input, output });
    try {
      return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
    } finally {
      lines.close();
    }
  }
}

function styled(stream: Streams['stdout' | 'stderr'], style: Style, text: string): string {
  return stream.isTTY ? styleText(style, text, { stream }) : text;
}
