import { z } from 'zod';

const shareOf = (value: z.ZodType) =>
  z.object({ value, total: z.int(), completed: z.int(), share: z.number() });
const rate = z.number().nullable();

/** How a user's tasks stand. */
export const dashboardSchema = z.object({
  timeZone: z.string(),
  today: z.iso.date(),
  total: z.int(),
  open: z.int(),
  completed: z.int(),
  overdue: z.int(),
  dueToday: z.int(),
  upcoming: z.int(),
  completedToday: z.int(),
  completionRate: z
    .object({ all: rate, week: rate, month: rate })
    .describe('Shares from 0 to 1 of the tasks created at any time, and in the last 7 and 30 days.'),
  byPriority: z.array(shareOf(z.enum(['low', 'medium', 'high', 'urgent']))),
  byCategory: z.array(shareOf(z.string().nullable())),
  averageCompletionMs: rate,
  streakDays: z.int().describe('Days in a row with a completed task.'),
});

/** Products that are recommended to a user. */
export const recommendationsSchema = z.object({
  recommendations: z.array(
    z.object({
      productId: z.int(),
      name: z.string(),
      category: z.string(),
      priceMinor: z.int().describe('In the currency’s smallest unit.'),
      currency: z.string(),
      reason: z.enum(['bought-together', 'viewed-together', 'interest', 'popular']),
      becauseOf: z.int().nullable().describe('The product that led to it.'),
      score: z.number(),
      madeAt: z.iso.datetime(),
    }),
  ),
});

/** What a subscription includes, and what of it can be used now. */
export const featuresSchema = z.object({
  tier: z.enum(['basic', 'premium', 'enterprise']),
  maxOpenTasks: z.int().nullable().describe('Null for any number.'),
  maxCollaborators: z.int(),
  analytics: z.boolean(),
  api: z.boolean(),
  canUse: z.object({ tasks: z.boolean(), analytics: z.boolean(), api: z.boolean() }),
});
