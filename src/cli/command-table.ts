import type { CommandTable } from './command.ts';

/** Every command of `nightshift`, in the order in which the help lists them. */
export const COMMANDS: CommandTable = {
  config: {
    summary: 'Shows the configuration in effect, without its secrets',
    load: async () => (await import('./commands/config.ts')).configCommand,
  },
};
