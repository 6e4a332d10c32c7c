import type { CommandTable } from '../../command.ts';

/** `nightshift audit …` */
export const AUDIT_COMMANDS: CommandTable = {
  list: {
    summary: 'Lists what operators did, the newest first',
    load: async () => (await import('./list.ts')).listCommand,
  },
  verify: {
    summary: 'Shows whether somebody has changed the audit log',
    load: async () => (await import('./verify.ts')).verifyCommand,
  },
};
