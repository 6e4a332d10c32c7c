import type { CommandContext } from './command-context.ts';
import type { ExitStatus } from './exit-status.ts';
import type { OptionSpecs, OptionValues } from './option-specs.ts';

/** One command of the command line, in `src/cli/commands/<name>.ts`. */
export interface Command<Specs extends OptionSpecs = OptionSpecs> {
  /** What follows the name, like `JOB [PAYLOAD]`. */
  readonly usage: string;
  /** What it does, beyond the summary in the table of commands. */
  readonly details?: string;
  /** Each as it is typed after `nightshift`, and what it does. */
  readonly examples: readonly { readonly line: string; readonly doc: string }[];
  readonly options: Specs;
  /** How many arguments it takes, beside options. Default: none. */
  readonly takes?: { readonly min: number; readonly max: number };
  /** Gives the exit status; nothing means 0. What it throws is shown in one line. */
  run(context: CommandContext<OptionValues<Specs>>): Promise<ExitStatus | void>;
}

/** Defines a command, so that the values of its options are typed. */
export function defineCommand<const Specs extends OptionSpecs>(command: Command<Specs>): Command {
  return command;
}

/** A command that is loaded when it is used, or a family of them like `failed list`. */
export type CommandEntry =
  | { readonly summary: string; readonly load: () => Promise<Command> }
  | { readonly summary: string; readonly commands: CommandTable };

export type CommandTable = Readonly<Record<string, CommandEntry>>;
