import { z } from 'zod';
import { findNotifications } from '../../../src/domain/notifications/find-notifications.ts';
import type { ApiParts } from '../api-parts.ts';
import { type ApiRoute, defineRoute } from '../http/api-route.ts';
import { getUserId } from '../user/user-id-of.ts';
import type { Follow } from './follow.ts';
import { STREAM_ROUTE } from './stream-route.ts';

const announcedSchema = z.looseObject({
  kind: z.string(),
  notificationId: z.string().regex(/^\d{1,18}$/),
});

/** `/api/notifications/stream`: what the user is told, as it is told. */
export function notificationStream({ domain }: ApiParts, follow: Follow): ApiRoute {
  return defineRoute({
    ...STREAM_ROUTE,
    path: '/api/notifications/stream',
    summary: 'The user’s notifications as they come, and what becomes of them',
    handle: (asked) => {
      const userId = getUserId(asked.caller);
      return follow(asked, {
        channel: `user:${userId}:notifications`,
        start:
          (stream) =>
          async ({ id, message }) => {
            const told = announcedSchema.parse(message);
            const isNew = told.kind === 'notification-recorded';
            const beforeId = String(BigInt(told.notificationId) + 1n);
            const [notification] = isNew
              ? await findNotifications(domain.reader, userId, { beforeId, limit: 1 })
              : [];
            await stream.send({ ...told, notification }, { id });
          },
      });
    },
  });
}
