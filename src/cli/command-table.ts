import type { CommandTable } from './command.ts';

/** Every command of `nightshift`, in the order in which the help lists them. */
export const COMMANDS: CommandTable = {
  up: {
    summary: 'Runs everything on this machine, with a database of its own if need be',
    load: async () => (await import('./commands/up.ts')).upCommand,
  },
  config: {
    summary: 'Shows the configuration in effect, without its secrets',
    load: async () => (await import('./commands/config.ts')).configCommand,
  },
};
