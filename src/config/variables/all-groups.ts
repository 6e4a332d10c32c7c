import { alerts } from './alerts.ts';
import { amqp } from './amqp.ts';
import { api } from './api.ts';
import { dashboard } from './dashboard.ts';
import { data } from './data.ts';
import { database } from './database.ts';
import { images } from './images.ts';
import { kv } from './kv.ts';
import { log } from './log.ts';
import { mail } from './mail.ts';
import { producer } from './producer.ts';
import { push } from './push.ts';
import { redis } from './redis.ts';
import { retention } from './retention.ts';
import { sms } from './sms.ts';
import { tracing } from './tracing.ts';
import { twilio } from './twilio.ts';
import { worker } from './worker.ts';

/** Every variable that Nightshift reads, by the part that reads it, in the order of the documentation. */
export const ALL_GROUPS = {
  database,
  redis,
  kv,
  amqp,
  producer,
  worker,
  dashboard,
  api,
  mail,
  twilio,
  sms,
  push,
  images,
  alerts,
  retention,
  log,
  tracing,
  data,
} as const;
