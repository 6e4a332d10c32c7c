import { z } from 'zod';
import { singleLine } from './single-line.ts';

/** What a caller may set; the headers that address, identify or shape a mail are Nightshift's. */
const ALLOWED =
  /^(?:x-[a-z0-9-]{1,70}|list-(?:id|help|unsubscribe|unsubscribe-post)|in-reply-to|references|auto-submitted|precedence|importance|feedback-id)$/i;

/** Up to 20 additional headers, each one line: `X-…`, the `List-…` ones, and a few that thread or mark a mail. */
export const mailHeaders = z
  .record(
    z.string().regex(ALLOWED, 'expected X-…, List-Unsubscribe, In-Reply-To, References or Auto-Submitted'),
    singleLine(900),
  )
  .refine((headers) => Object.keys(headers).length <= 20, 'expected at most 20 headers');
