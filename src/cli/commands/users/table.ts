import type { CommandTable } from '../../command.ts';

/** `nightshift users …` */
export const USER_COMMANDS: CommandTable = {
  list: {
    summary: 'Lists the operators of the board',
    load: async () => (await import('./list.ts')).listCommand,
  },
  add: {
    summary: 'Lets somebody sign in at the board',
    load: async () => (await import('./add.ts')).addCommand,
  },
  role: {
    summary: 'Gives an operator another role',
    load: async () => (await import('./role.ts')).roleCommand,
  },
  password: {
    summary: 'Gives an operator another password',
    load: async () => (await import('./password.ts')).passwordCommand,
  },
  'sign-out': {
    summary: 'Ends every session of an operator',
    load: async () => (await import('./sign-out.ts')).signOutCommand,
  },
  remove: {
    summary: 'Lets an operator sign in no more',
    load: async () => (await import('./remove.ts')).removeCommand,
  },
};
