import type { CommandTable } from '../../command.ts';

/** `nightshift inspect …` */
export const INSPECT_COMMANDS: CommandTable = {
  active: {
    summary: 'Lists the jobs that run now, and where',
    load: async () => (await import('./active.ts')).activeCommand,
  },
  workers: {
    summary: 'Lists the workers of the last hour',
    load: async () => (await import('./workers.ts')).workersCommand,
  },
  stats: {
    summary: 'Shows how jobs fared lately: how many, how long they waited and ran',
    load: async () => (await import('./stats.ts')).statsCommand,
  },
  ping: {
    summary: 'Asks every worker for a sign of life',
    load: async () => (await import('./ping.ts')).pingCommand,
  },
  job: {
    summary: 'Shows all of one job: attempts, log, steps, and the jobs before and after it',
    load: async () => (await import('./job.ts')).jobCommand,
  },
};
