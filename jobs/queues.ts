import { defineQueue, type Queue, type QueueDefinition } from '../src/job/queue.ts';
import { acceptDailySummary } from './analytics/accept-daily-summary.ts';
import { acceptEmailNotification } from './email/accept-email-notification.ts';
import { acceptTaskNotification } from './notifications/accept-task-notification.ts';
import { acceptTaskUpdate } from './notifications/accept-task-update.ts';
import { acceptTaskCreation } from './tasks/accept-task-creation.ts';

// The names with an underscore, and the exchanges, are those that programs without Nightshift publish to.
const table: readonly QueueDefinition[] = [
  { name: 'email', broker: 'bullmq', workers: 'email' },
  { name: 'email_notifications', broker: 'rabbitmq', workers: 'email', accept: acceptEmailNotification },
  { name: 'sms', broker: 'bullmq', workers: 'sms' },
  { name: 'push', broker: 'bullmq', workers: 'notifications' },
  { name: 'notifications', broker: 'rabbitmq', workers: 'notifications' },
  {
    name: 'notifications.task_updates',
    broker: 'rabbitmq',
    workers: 'notifications',
    bindings: [{ exchange: 'notifications', key: 'task_updates' }],
    accept: acceptTaskNotification,
  },
  { name: 'updates', broker: 'rabbitmq', workers: 'notifications' },
  {
    name: 'updates.task_updates',
    broker: 'rabbitmq',
    workers: 'notifications',
    bindings: [{ exchange: 'updates', key: 'task_updates' }],
    accept: acceptTaskUpdate,
  },
  { name: 'campaigns', broker: 'bullmq', workers: 'notifications' },
  { name: 'images', broker: 'bullmq', workers: 'images' },
  { name: 'reports', broker: 'bullmq', workers: 'reports' },
  { name: 'maintenance', broker: 'bullmq', workers: 'reports' },
  { name: 'inventory', broker: 'bullmq', workers: 'inventory' },
  { name: 'behavior-events', broker: 'rabbitmq', recorded: false, workers: 'analytics', prefetch: 1_000 },
  { name: 'analytics', broker: 'rabbitmq', workers: 'analytics', accept: acceptDailySummary },
  // Longer than RabbitMQ lets anybody hold a message.
  { name: 'analytics-backfill', broker: 'bullmq', workers: 'analytics' },
  { name: 'tasks', broker: 'bullmq', workers: 'tasks' },
  { name: 'task_creation', broker: 'rabbitmq', workers: 'tasks', accept: acceptTaskCreation },
];

/**
 * The one table of queues. Floods and what other programs send or hear go by RabbitMQ, the rest by BullMQ.
 */
export const queues: readonly Queue[] = table.map((queue) => defineQueue(queue));
