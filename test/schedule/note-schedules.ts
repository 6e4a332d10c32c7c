import { defineSchedule } from '../../src/schedule/definition/define-schedule.ts';
import { writeNote } from './note-jobs.ts';

export const schedules = [
  defineSchedule({
    name: 'notes.nightly',
    job: writeNote,
    payload: { note: 'tea' },
    cron: '30 2 * * *',
    timeZone: 'Europe/Berlin',
  }),
];
