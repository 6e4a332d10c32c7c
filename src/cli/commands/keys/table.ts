import type { CommandTable } from '../../command.ts';

/** `nightshift keys …` */
export const KEY_COMMANDS: CommandTable = {
  list: {
    summary: 'Lists the keys of programs, and when each was last used',
    load: async () => (await import('./list.ts')).listCommand,
  },
  add: {
    summary: 'Makes a key for a program, and shows it once',
    load: async () => (await import('./add.ts')).addCommand,
  },
  revoke: {
    summary: 'Makes a key good for nothing',
    load: async () => (await import('./revoke.ts')).revokeCommand,
  },
};
