import type { CommandTable } from './command.ts';
import { ALERT_COMMANDS } from './commands/alerts/table.ts';
import { AUDIT_COMMANDS } from './commands/audit/table.ts';
import { CACHE_COMMANDS } from './commands/cache/table.ts';
import { FAILED_COMMANDS } from './commands/failed/table.ts';
import { INSPECT_COMMANDS } from './commands/inspect/table.ts';
import { KEY_COMMANDS } from './commands/keys/table.ts';
import { SCHEDULE_COMMANDS } from './commands/schedules/table.ts';
import { USER_COMMANDS } from './commands/users/table.ts';

/** Every command of `nightshift`, in the order in which the help lists them. */
export const COMMANDS: CommandTable = {
  up: {
    summary: 'Runs everything on this machine, with a database of its own if need be',
    load: async () => (await import('./commands/up.ts')).upCommand,
  },
  worker: {
    summary: 'Runs jobs',
    load: async () => (await import('./commands/worker.ts')).workerCommand,
  },
  relay: {
    summary: 'Publishes what waits in the ledger when it is due',
    load: async () => (await import('./commands/relay.ts')).relayCommand,
  },
  scheduler: {
    summary: 'Enqueues the jobs of schedules at their due times',
    load: async () => (await import('./commands/scheduler.ts')).schedulerCommand,
  },
  dashboard: {
    summary: 'Serves the board',
    load: async () => (await import('./commands/dashboard.ts')).dashboardCommand,
  },
  queues: {
    summary: 'Lists the queues, with how many jobs are in each state',
    load: async () => (await import('./commands/queues.ts')).queuesCommand,
  },
  find: {
    summary: 'Finds jobs by state, name, queue, tag, tenant, error text and time',
    load: async () => (await import('./commands/find.ts')).findCommand,
  },
  inspect: {
    summary: 'Shows what runs, the workers, figures, and all of one job',
    commands: INSPECT_COMMANDS,
  },
  failed: {
    summary: 'Lists, retries and discards failed jobs',
    commands: FAILED_COMMANDS,
  },
  cancel: {
    summary: 'Cancels jobs that wait or run',
    load: async () => (await import('./commands/cancel.ts')).cancelCommand,
  },
  pause: {
    summary: 'Has workers take no jobs of a queue any more',
    load: async () => (await import('./commands/pause.ts')).pauseCommand,
  },
  resume: {
    summary: 'Has workers take jobs of a paused queue again',
    load: async () => (await import('./commands/resume.ts')).resumeCommand,
  },
  alerts: {
    summary: 'Lists what is wrong, and silences it',
    commands: ALERT_COMMANDS,
  },
  schedules: {
    summary: 'Shows the schedules, and pauses, runs and changes them',
    commands: SCHEDULE_COMMANDS,
  },
  users: {
    summary: 'Lists, adds and changes the operators of the board, and users of the application',
    commands: USER_COMMANDS,
  },
  keys: {
    summary: 'Lists, makes and revokes the keys by which programs use the HTTP API',
    commands: KEY_COMMANDS,
  },
  audit: {
    summary: 'Shows what operators did, and that nobody has changed the record of it',
    commands: AUDIT_COMMANDS,
  },
  cache: {
    summary: 'Shows the cache, and clears it',
    commands: CACHE_COMMANDS,
  },
  migrate: {
    summary: 'Brings the tables up to this version',
    load: async () => (await import('./commands/migrate.ts')).migrateCommand,
  },
  seed: {
    summary: "Fills the sample application's tables with a believable year",
    load: async () => (await import('./commands/seed.ts')).seedCommand,
  },
  enqueue: {
    summary: 'Enqueues a job',
    load: async () => (await import('./commands/enqueue.ts')).enqueueCommand,
  },
  jobs: {
    summary: 'Lists the jobs that can be enqueued',
    load: async () => (await import('./commands/jobs.ts')).jobsCommand,
  },
  doctor: {
    summary: 'Checks the servers, and says what to mend',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
  },
  config: {
    summary: 'Shows the configuration in effect, without its secrets',
    load: async () => (await import('./commands/config.ts')).configCommand,
  },
};
