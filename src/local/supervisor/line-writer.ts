import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { styleText } from 'node:util';

/** Writes lines of several processes to one stream, each behind the name of its process. */
export interface LineWriter {
  /** Writes one text, line by line. */
  write(name: string, text: string): void;
  /** Writes what comes from a stream until it ends, no faster than the destination takes it. */
  pipe(name: string, source: Readable): Promise<void>;
}

const colours = [
  'cyan',
  'yellow',
  'green',
  'magenta',
  'blue',
  'cyanBright',
  'yellowBright',
  'greenBright',
] as const;

/** Names are padded to the longest of `names` and coloured where the destination is a terminal. */
export function makeLineWriter(
  destination: Writable & { readonly isTTY?: boolean },
  names: readonly string[],
): LineWriter {
  const width = Math.max(...names.map((name) => name.length));
  const prefix = (name: string) => {
    const text = `${name.padEnd(width)} |`;
    const colour = colours[Math.max(0, names.indexOf(name)) % colours.length] ?? 'cyan';
    return destination.isTTY ? styleText(colour, text) : text;
  };
  const writeLine = (name: string, line: string) => destination.write(`${prefix(name)} ${line}\n`);
  return {
    write: (name, text) => {
      for (const line of text.split('\n')) writeLine(name, line);
    },
    pipe: async (name, source) => {
      for await (const line of createInterface({ input: source, crlfDelay: Infinity })) {
        if (!writeLine(name, line)) await once(destination, 'drain');
      }
    },
  };
}
