import type { CommandTable } from '../../command.ts';

/** `nightshift alerts …` */
export const ALERT_COMMANDS: CommandTable = {
  list: {
    summary: 'Lists what is wrong, and what was',
    load: async () => (await import('./list.ts')).listCommand,
  },
  silence: {
    summary: 'Has nobody be told of an alert for a time',
    load: async () => (await import('./silence.ts')).silenceCommand,
  },
};
