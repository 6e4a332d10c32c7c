import { z } from 'zod';

/** What can be said of one job beside its payload. */
export const optionsSchema = z.strictObject({
  delayMs: z.number().min(0).optional().describe('Run no earlier than this many milliseconds from now.'),
  runAt: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('Run no earlier than this instant. Not together with `delayMs`.'),
  priority: z.int().min(-100).max(100).optional().describe('Higher runs first, on queues with priorities.'),
  expiresAfterMs: z.number().positive().optional().describe('Ends as `expired` when not started by then.'),
  tags: z
    .array(
      z
        .string()
        .max(100)
        .regex(/^(?!api:)./, 'expected 1 to 100 characters, without "api:" in front'),
    )
    .max(9)
    .optional()
    .describe('Words to search by.'),
  tenant: z.string().min(1).max(200).optional().describe('Whose job it is.'),
  unique: z
    .strictObject({ key: z.string().min(1).max(500), forMs: z.number().positive().optional() })
    .optional()
    .describe('One job per key: a second one is answered with the first, marked `isDuplicate`.'),
});

/** The name under which the description of the API has {@link wantedJobSchema}, with the payloads of all jobs. */
export const WANTED_JOB = 'WantedJob';

/** One job to enqueue. */
export const wantedJobSchema = z
  .strictObject({
    job: z.string().min(1).max(120).describe('The name of a job definition.'),
    payload: z.unknown().describe('What the job’s schema wants.'),
    options: optionsSchema.optional(),
  })
  .meta({ id: WANTED_JOB });

export type WantedJob = z.infer<typeof wantedJobSchema>;

const MOST_IN_BULK = 1_000;

export const bulkSchema = z.strictObject({ jobs: z.array(wantedJobSchema).min(1).max(MOST_IN_BULK) });

/** What is answered for an accepted job. */
export const acceptedSchema = z.object({
  id: z.uuid(),
  queue: z.string(),
  statusUrl: z.string().describe('Where to ask what became of it.'),
  isDuplicate: z.boolean().describe('An earlier job holds the unique key; the id is that job’s.'),
  isRecorded: z
    .boolean()
    .describe(
      'False on queues for floods: there the status is known only while the job waits or has failed.',
    ),
});

export type AcceptedJob = z.infer<typeof acceptedSchema>;

const errorSchema = z.object({ name: z.string(), message: z.string() });

/** A job as its caller may see it. */
export const shownJobSchema = z.object({
  id: z.uuid(),
  job: z.string(),
  queue: z.string(),
  state: z.enum([
    'waiting',
    'published',
    'active',
    'completed',
    'cancelled',
    'expired',
    'failed',
    'discarded',
  ]),
  reason: z.string().optional(),
  payload: z.unknown().describe('Without what the job’s definition redacts.'),
  result: z.unknown().optional(),
  error: errorSchema.optional(),
  attempt: z.int(),
  maxAttempts: z.int(),
  priority: z.int(),
  tags: z.array(z.string()),
  tenant: z.string().optional(),
  createdAt: z.iso.datetime(),
  dueAt: z.iso.datetime().optional(),
  startedAt: z.iso.datetime().optional(),
  endedAt: z.iso.datetime().optional(),
  isCancelAsked: z.boolean(),
  attempts: z.array(
    z.object({
      attempt: z.int(),
      startedAt: z.iso.datetime(),
      durationMs: z.number(),
      outcome: z.string(),
      reason: z.string().optional(),
      error: errorSchema.optional(),
    }),
  ),
});

export type ShownJob = z.infer<typeof shownJobSchema>;

export const cancelledSchema = z.object({
  id: z.uuid(),
  answer: z.enum(['cancelled', 'asked']).describe('`asked`: it runs, and its worker has been asked to stop.'),
});
