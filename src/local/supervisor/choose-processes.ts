import { closest } from '../../job/closest.ts';
import type { ProcfileLine } from './parse-procfile.ts';
import { ProcfileError } from './procfile-error.ts';

/** Which processes of a Procfile to run. */
export interface Choice {
  /** Like `email=3`; 0 leaves a line out. Default: one of each. */
  readonly counts?: readonly string[];
  /** The names of the lines to run. Default: all. */
  readonly only?: readonly string[] | undefined;
}

/** A process to run: `email`, or `email.1`, `email.2` … where there are several. */
export interface ChosenProcess {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

const most = 100;

/** Throws ProcfileError on names that the Procfile does not have, and counts that are none. */
export function chooseProcesses(lines: readonly ProcfileLine[], choice: Choice): readonly ChosenProcess[] {
  const names = lines.map(({ name }) => name);
  const counts = new Map((choice.counts ?? []).map((text) => parseCount(text, names)));
  const only = choice.only?.map((name) => known(name, names));
  const chosen = lines.filter(({ name }) => only?.includes(name) ?? true);
  return chosen.flatMap((line) => repeat(line, counts.get(line.name) ?? 1));
}

function parseCount(text: string, names: readonly string[]): readonly [string, number] {
  const [, name, count] = /^([\w-]+)=(\d{1,4})$/.exec(text) ?? [];
  if (name === undefined || Number(count) > most) {
    throw new ProcfileError(
      `${JSON.stringify(text)} is not understood: expected a name and a number up to ${most}, like ${names[0]}=3.`,
    );
  }
  return [known(name, names), Number(count)];
}

function known(name: string, names: readonly string[]): string {
  if (names.includes(name)) return name;
  const near = closest(name, names);
  const remedy = near === undefined ? `It has ${names.join(', ')}.` : `Did you mean ${near}?`;
  throw new ProcfileError(`The Procfile has no process ${JSON.stringify(name)}. ${remedy}`);
}

function repeat({ name, command }: ProcfileLine, count: number): readonly ChosenProcess[] {
  if (count === 1) return [{ name, command }];
  return Array.from({ length: count }, (_, index) => ({ name: `${name}.${index + 1}`, command }));
}
