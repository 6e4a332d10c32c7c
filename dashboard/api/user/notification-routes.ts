import { z } from 'zod';
import {
  findNotifications,
  type ShownNotification,
} from '../../../src/domain/notifications/find-notifications.ts';
import { readNotifications } from '../../../src/domain/notifications/read-notifications.ts';
import type { ApiParts } from '../api-parts.ts';
import { type ApiRoute, defineRoute } from '../http/api-route.ts';
import { actorOf } from './actor-of.ts';
import { getUserId } from './user-id-of.ts';

const TAG = 'Notifications';
const idSchema = z.string().regex(/^[1-9]\d{0,17}$/, 'expected the id of a notification');

const notificationSchema = z.object({
  id: idSchema,
  type: z.string(),
  title: z.string(),
  body: z.string(),
  data: z.record(z.string(), z.unknown()),
  createdAt: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
  channels: z
    .record(z.string(), z.enum(['queued', 'sent', 'delivered', 'read', 'failed']))
    .describe('What became of it on each channel it went over.'),
});

const DEFAULT_LIMIT = 50;

/** `/api/notifications`: what a user was told, and what was read of it. */
export function notificationRoutes({ domain }: ApiParts): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'get',
      path: '/api/notifications',
      audience: 'user',
      tag: TAG,
      summary: 'The user’s notifications, the newest first',
      query: z.object({
        unread: z.stringbool().default(false).describe('Only what was not read.'),
        before: idSchema.optional().describe('Older than this one: `next` of the page before.'),
        limit: z.coerce.number().int().min(1).max(200).default(DEFAULT_LIMIT),
      }),
      answers: {
        200: {
          description: 'A page of them',
          schema: z.object({ notifications: z.array(notificationSchema), next: idSchema.nullable() }),
        },
      },
      handle: async ({ query: { unread, before, limit }, caller }) => {
        const found = await findNotifications(domain.reader, getUserId(caller), {
          isUnread: unread,
          limit,
          ...(before === undefined ? {} : { beforeId: before }),
        });
        const next = found.length === limit ? (found.at(-1)?.id ?? null) : null;
        return { body: { notifications: found.map(toShown), next } };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/api/notifications/read',
      audience: 'user',
      tag: TAG,
      summary: 'Notes that the user has read some',
      body: z.strictObject({ ids: z.array(idSchema).min(1).max(200) }),
      answers: {
        200: {
          description: 'How many of them were new to the user',
          schema: z.object({ read: z.int() }),
        },
      },
      handle: async ({ body: { ids }, caller, request }) => {
        const userId = getUserId(caller);
        const actor = actorOf(caller, request);
        const read = await domain.write((writing) => readNotifications(writing, userId, ids), actor);
        return { body: { read } };
      },
    }),
  ];
}

function toShown({
  createdAt,
  readAt,
  ...notification
}: ShownNotification): z.infer<typeof notificationSchema> {
  const { id, type, title, body, data, channels } = notification;
  return {
    id,
    type,
    title,
    body,
    data: { ...data },
    channels: { ...channels },
    createdAt: createdAt.toISOString(),
    readAt: readAt?.toISOString() ?? null,
  };
}
