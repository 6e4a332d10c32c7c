import type { Day, InstantOrNow, JsonColumn } from '../columns.ts';

/** `app.daily_summaries`: the figures of a day in a zone. */
export interface DailySummariesTable {
  day: Day;
  time_zone: string;
  figures: JsonColumn<Readonly<Record<string, unknown>>>;
  made_at: InstantOrNow;
}
