import type { Period } from '../../../src/domain/reports/period.ts';

const format = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});

/** `1–31 March 2030`, or one day alone. */
export function periodWords({ firstDay, lastDay }: Pick<Period, 'firstDay' | 'lastDay'>): string {
  return format.formatRange(new Date(firstDay), new Date(lastDay)).replaceAll(/[\u2009\u202f]/g, '');
}
