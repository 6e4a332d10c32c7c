import type { CommandTable } from '../../command.ts';

/** `nightshift failed …` */
export const FAILED_COMMANDS: CommandTable = {
  list: {
    summary: 'Lists failed jobs by what broke them, the most frequent first',
    load: async () => (await import('./list.ts')).listCommand,
  },
  retry: {
    summary: 'Sends failed jobs round again, at a rate, until too many fail again',
    load: async () => (await import('./retry.ts')).retryCommand,
  },
  discard: {
    summary: 'Ends failed jobs for good, with a reason',
    load: async () => (await import('./discard.ts')).discardCommand,
  },
};
