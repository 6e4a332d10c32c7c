import { readFile } from 'node:fs/promises';
import { ProcfileError } from './procfile-error.ts';
import { splitWords } from './split-words.ts';

/** One line of a Procfile: a name, and the program with its arguments. */
export interface ProcfileLine {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

/** Reads a Procfile. Throws ProcfileError with all that is wrong in it. */
export async function readProcfile(path: string): Promise<readonly ProcfileLine[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new ProcfileError(
      `${path} cannot be read: expected a file of lines like "email: nightshift worker email".`,
      { cause: error },
    );
  }
  return parseProcfile(text, path);
}

/** The lines `name: command` of a Procfile; blank ones and those after # are passed over. `path` is for the errors. */
export function parseProcfile(text: string, path = 'Procfile'): readonly ProcfileLine[] {
  const problems: string[] = [];
  const lines: ProcfileLine[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const parsed = parseLine(line, lines);
    if (typeof parsed === 'string') problems.push(`${path}:${index + 1}: ${parsed}`);
    else lines.push(parsed);
  }
  if (lines.length === 0 && problems.length === 0) problems.push(`${path} names no process.`);
  if (problems.length > 0) throw new ProcfileError(problems.join('\n'));
  return lines;
}

function parseLine(line: string, earlier: readonly ProcfileLine[]): ProcfileLine | string {
  const [, name, rest = ''] = /^\s*([\w-]+)\s*:(.*)$/.exec(line) ?? [];
  if (name === undefined) return `expected "name: command", got ${JSON.stringify(line)}.`;
  if (earlier.some((other) => other.name === name)) return `the name ${name} is there twice.`;
  try {
    const [program, ...args] = splitWords(rest);
    return program === undefined ? `${name} has no command.` : { name, command: [program, ...args] };
  } catch (error) {
    if (error instanceof RangeError) return `${error.message}.`;
    throw error;
  }
}
