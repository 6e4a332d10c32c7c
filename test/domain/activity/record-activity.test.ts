import { expect, test } from 'vitest';
import { recordActivity } from '../../../src/domain/activity/record-activity.ts';

test('records what an actor changed, and the titles that an owner gives', async () => {
  const heard: unknown[] = [];
  const listen = recordActivity({
    record: async (...given) => void heard.push(['record', ...given]),
    countTitle: async (...given) => void heard.push(['title', ...given]),
  });
  const created = { kind: 'task-created', taskId: 1, title: 'Shop', ownerId: 7, userIds: [7] } as const;
  await listen([created], { userId: 8, ip: '192.0.2.1' });
  await listen([created, { ...created, kind: 'task-deleted' }], undefined);
  expect(heard).toEqual([
    ['record', 8, { action: 'task-created', ip: '192.0.2.1' }],
    ['title', 7, 'Shop'],
    ['title', 7, 'Shop'],
  ]);
});
