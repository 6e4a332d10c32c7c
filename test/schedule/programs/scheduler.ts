import { openDatabase } from '../../../src/db/open-database.ts';
import { openLedger } from '../../../src/ledger/open-ledger.ts';
import { defineSchedule } from '../../../src/schedule/definition/define-schedule.ts';
import { startScheduler } from '../../../src/schedule/scheduler/start-scheduler.ts';
import { makeLog } from '../../../src/telemetry/make-log.ts';
import { registry, writeNote } from '../note-jobs.ts';
import type { NoteTimes } from '../scheduler-processes.ts';

// A scheduler in a process of its own: node … <database url> <schedules as JSON>
const [, , url = '', given = '[]'] = process.argv;
const times: readonly NoteTimes[] = JSON.parse(given); // what scheduler-processes.ts wrote
const log = makeLog({ format: 'json' });
const database = openDatabase({ url, log });
const scheduler = await startScheduler({
  database,
  ledger: openLedger(database),
  registry,
  schedules: times.map((each) => defineSchedule({ job: writeNote, payload: { note: 'tea' }, ...each })),
  maxPayloadBytes: 65_536,
  log,
});
await scheduler.ready;
log.info('ready');
process.on('SIGTERM', () => {
  void scheduler.close().then(() => database.close());
});
