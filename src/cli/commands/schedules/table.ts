import type { CommandTable } from '../../command.ts';

/** `nightshift schedules …` */
export const SCHEDULE_COMMANDS: CommandTable = {
  list: {
    summary: 'Lists the schedules, with what operators have changed and what went wrong',
    load: async () => (await import('./list.ts')).listCommand,
  },
  next: {
    summary: 'Shows when a schedule is due next',
    load: async () => (await import('./next.ts')).nextCommand,
  },
  history: {
    summary: 'Shows what became of the last due times of a schedule',
    load: async () => (await import('./history.ts')).historyCommand,
  },
  run: {
    summary: "Enqueues a schedule's job now",
    load: async () => (await import('./run.ts')).runCommand,
  },
  pause: {
    summary: 'Fires a schedule no more until it is resumed',
    load: async () => (await import('./pause.ts')).pauseCommand,
  },
  resume: {
    summary: 'Fires a paused schedule again',
    load: async () => (await import('./resume.ts')).resumeCommand,
  },
  edit: {
    summary: 'Changes the times or the payload of a schedule, over deploys',
    load: async () => (await import('./edit.ts')).editCommand,
  },
};
