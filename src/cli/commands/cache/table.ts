import type { CommandTable } from '../../command.ts';

/** `nightshift cache …` */
export const CACHE_COMMANDS: CommandTable = {
  stats: {
    summary: 'Shows hits and misses by kind, and where the cache lives',
    load: async () => (await import('./stats.ts')).statsCommand,
  },
  show: {
    summary: 'Lists kept keys',
    load: async () => (await import('./show.ts')).showCommand,
  },
  clear: {
    summary: 'Deletes the keys of a pattern',
    load: async () => (await import('./clear.ts')).clearCommand,
  },
  invalidate: {
    summary: 'Drops all that was made from some tags',
    load: async () => (await import('./invalidate.ts')).invalidateCommand,
  },
};
