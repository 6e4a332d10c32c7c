import { defineSchedule } from '../../../src/schedule/definition/define-schedule.ts';
import { writeNote } from '../note-jobs.ts';

export const everySecond = defineSchedule({
  name: 'notes.every-second',
  job: writeNote,
  payload: { note: 'tea' },
  cron: '* * * * * *',
});
