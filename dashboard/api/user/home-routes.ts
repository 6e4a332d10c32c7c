import { z } from 'zod';
import { canUse } from '../../../src/domain/features/can-use.ts';
import type { ApiParts } from '../api-parts.ts';
import { type ApiRoute, defineRoute } from '../http/api-route.ts';
import { dashboardSchema, featuresSchema, recommendationsSchema } from './home-schemas.ts';
import { getUserId } from './user-id-of.ts';

const TAG = 'A user’s own';

/** What a user sees of itself: how its tasks stand, what it did, what is suggested to it, what it has subscribed to. */
export function homeRoutes({ kv, domain, caches }: ApiParts): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'get',
      path: '/api/dashboard',
      audience: 'user',
      tag: TAG,
      summary: 'How the user’s tasks stand, on the user’s own clock',
      answers: { 200: { description: 'The figures', schema: dashboardSchema } },
      handle: async ({ caller }) => ({ body: await caches.dashboard(getUserId(caller)) }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/activity',
      audience: 'user',
      tag: TAG,
      summary: 'The user’s last actions, the newest first',
      details: 'The last 100 of 30 days; none while their store is away.',
      answers: {
        200: {
          description: 'The actions',
          schema: z.object({
            actions: z.array(
              z.object({ action: z.string(), timestamp: z.iso.datetime(), ip: z.string().optional() }),
            ),
          }),
        },
      },
      handle: async ({ caller }) => ({ body: { actions: await kv.activity.recent(getUserId(caller)) } }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/suggestions',
      audience: 'user',
      tag: TAG,
      summary: 'Titles that the user gives most',
      query: z.object({
        startsWith: z.string().max(200).default('').describe('Whatever the case.'),
        limit: z.coerce.number().int().min(1).max(50).default(5),
      }),
      answers: {
        200: { description: 'The titles', schema: z.object({ suggestions: z.array(z.string()) }) },
      },
      handle: async ({ query, caller }) => ({
        body: { suggestions: await kv.activity.suggestTitles(getUserId(caller), query) },
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/recommendations',
      audience: 'user',
      tag: TAG,
      summary: 'Products to show to the user, the best first',
      answers: { 200: { description: 'The products', schema: recommendationsSchema } },
      handle: async ({ caller }) => ({
        body: { recommendations: await caches.recommendations(getUserId(caller)) },
      }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/features',
      audience: 'user',
      tag: TAG,
      summary: 'What the user’s subscription includes, and what of it can be used now',
      answers: { 200: { description: 'The features', schema: featuresSchema } },
      handle: async ({ caller }) => {
        const userId = getUserId(caller);
        const { maxOpenTasks, ...features } = await caches.features(userId);
        const [tasks, analytics, api] = await Promise.all(
          (['tasks', 'analytics', 'api'] as const).map((each) => canUse(domain.reader, userId, each)),
        );
        // JSON has no Infinity.
        const most = Number.isFinite(maxOpenTasks) ? maxOpenTasks : null;
        return { body: { ...features, maxOpenTasks: most, canUse: { tasks, analytics, api } } };
      },
    }),
  ];
}
