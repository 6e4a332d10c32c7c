import { z } from 'zod';

/** An http or https address, the only ones a link in a mail may have. */
export const webAddress = z
  .url({ protocol: /^https?$/, hostname: z.regexes.hostname, error: 'expected an http or https address' })
  .max(2_000);
