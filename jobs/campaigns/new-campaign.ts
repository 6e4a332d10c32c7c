import { z } from 'zod';
import { singleLine } from '../email/single-line.ts';
import { plainText } from '../plain-text.ts';
import { wholeId } from '../whole-id.ts';
import { hasOnlyLinks } from './read-body.ts';

const days = z.int().min(1).max(3_650);

/** Which users, of those who allow marketing and the channel: all conditions hold; none means all. */
const segment = z.strictObject({
  tiers: z
    .array(z.enum(['basic', 'premium', 'enterprise']))
    .min(1)
    .optional(),
  /** ISO 3166. */
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .min(1)
    .optional(),
  /** At least one of these. */
  interests: z.array(singleLine(80)).min(1).optional(),
  userIds: z.array(wholeId).min(1).max(5_000).optional(),
  /** Seen within so many days. */
  activeWithinDays: days.optional(),
  /** Not seen for so many days. */
  inactiveForDays: days.optional(),
});

/** One message to many users. */
export const newCampaign = z.strictObject({
  name: singleLine(200),
  channel: z.enum(['email', 'in-app', 'sms', 'push']).default('email'),
  /** `{name}` stands for the reader's name. */
  subject: singleLine(200),
  /** Paragraphs with `{name}` and links, `[words](https://…)`, whose clicks are counted. */
  body: plainText(20_000)
    .min(1)
    .refine(hasOnlyLinks, 'expected links as [words](https://…), with http or https addresses'),
  segment: segment.default({}),
  /** Most messages in a minute. Default: as fast as they go. */
  maxPerMinute: z.int().min(1).max(1_000_000).optional(),
});

export type NewCampaign = z.output<typeof newCampaign>;
