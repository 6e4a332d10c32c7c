import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/**
 * Asks for a new password twice, showing nothing; without a terminal, takes the first line of standard input.
 *
 * @throws UsageError when there is none, or the second is another
 */
export async function readNewPassword({ streams }: Terminal): Promise<string> {
  const { stdin: input, stderr } = streams;
  const isAsked = input.isTTY === true;
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output, terminal: isAsked });
  const typed = lines[Symbol.asyncIterator]();
  const ask = async (question: string): Promise<string> => {
    if (isAsked) stderr.write(question);
    const line = await typed.next();
    if (isAsked) stderr.write('\n');
    if (line.done) throw new UsageError('No password was given: expected one line on standard input.');
    return line.value;
  };
  try {
    const password = await ask('Password: ');
    if (isAsked && (await ask('The same again: ')) !== password)
      throw new UsageError('The two passwords differ: nothing was done.');
    return password;
  } finally {
    lines.close();
  }
}
