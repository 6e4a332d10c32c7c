import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';

export const sendMail = defineJob({
  name: 'mail.send',
  queue: 'mail',
  payload: z.object({ to: z.string(), token: z.string().optional() }),
  redact: ['payload.token'],
  run: () => {},
});
