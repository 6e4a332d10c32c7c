import { z } from 'zod';
import { day } from '../analytics/day.ts';
import { mailbox } from '../email/mailbox.ts';
import { timeZone } from '../email/time-zone.ts';
import { wholeId } from '../whole-id.ts';

/** Ten years and a bit: more days than anyone wants to read, and few enough to be computed. */
const MAX_DAYS = 3_700;
const DAY_MS = 86_400_000;

const period = z.union(
  [
    z.strictObject({
      unit: z.enum(['day', 'week', 'month', 'quarter', 'year']),
      /** A day in it. Default: the last whole one. */
      on: day.optional(),
    }),
    z.strictObject({ from: day, to: day }).refine(({ from, to }) => {
      const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
      return days >= 1 && days <= MAX_DAYS;
    }, `expected from ≤ to, at most ${MAX_DAYS} days`),
  ],
  {
    error:
      'expected { unit: "day" | "week" | "month" | "quarter" | "year", on?: "2030-03-29" } or { from: "2030-03-01", to: "2030-03-31" }, both days included',
  },
);

/** What every report is asked for with. */
export const reportPayload = z.strictObject({
  /** Default all sellers. */
  sellerId: wholeId.optional(),
  period,
  /** By whose clock days begin. Default the seller's, or UTC. */
  timeZone: timeZone.optional(),
  /** Who is sent the key figures, links to the files, and the PDF where it fits into a payload. */
  mailTo: z.array(mailbox).min(1).max(50).optional(),
  /** A user. */
  requestedBy: wholeId.optional(),
});

export type ReportPayload = z.output<typeof reportPayload>;
