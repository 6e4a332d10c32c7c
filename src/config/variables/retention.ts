import { wholeNumber } from '../value-schemas.ts';
import { variable } from '../variable.ts';

const days = wholeNumber(1, 36_500);

/** How long things are kept. Failed jobs are kept until a person acts, and the audit log always. */
export const retention = {
  completedDays: variable('NIGHTSHIFT_KEEP_COMPLETED_DAYS', days, {
    doc: 'How long completed jobs are kept.',
    unit: 'days',
    fallback: 7,
  }),
  closedDays: variable('NIGHTSHIFT_KEEP_CLOSED_DAYS', days, {
    doc: 'How long cancelled, expired and discarded jobs are kept.',
    unit: 'days',
    fallback: 30,
  }),
  dueTimesDays: variable('NIGHTSHIFT_KEEP_DUE_TIMES_DAYS', days, {
    doc: 'How long it is kept what became of each due time of a schedule.',
    unit: 'days',
    fallback: 90,
  }),
  notificationsDays: variable('NIGHTSHIFT_KEEP_NOTIFICATIONS_DAYS', days, {
    doc: 'How long notifications and SMS of the sample application are kept, read or not.',
    unit: 'days',
    fallback: 180,
  }),
  eventsDays: variable('NIGHTSHIFT_KEEP_EVENTS_DAYS', days, {
    doc: 'How long its behaviour events are kept: whole months are dropped when their last day is older. Reports compare a year with the one before.',
    unit: 'days',
    fallback: 800,
  }),
  reportsDays: variable('NIGHTSHIFT_KEEP_REPORTS_DAYS', days, {
    doc: 'How long its reports are kept, with their files.',
    unit: 'days',
    fallback: 400,
  }),
  findingsDays: variable('NIGHTSHIFT_KEEP_FINDINGS_DAYS', days, {
    doc: 'How long its fraud findings are kept after they were found; open ones are kept until a person decides.',
    unit: 'days',
    fallback: 400,
  }),
};
