/**
 * A due date in words: an instant in the reader's time zone (`Friday 21 November 2025 at 17:00 CET`), a date alone
 * as the day it names.
 */
export function formatDueDate(dueAt: string, timeZone: string): string {
  const isDateAlone = !dueAt.includes('T');
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    ...(isDateAlone
      ? { timeZone: 'UTC' }
      : { hour: '2-digit', minute: '2-digit', timeZoneName: 'short', timeZone }),
  });
  return format.format(new Date(dueAt));
}
