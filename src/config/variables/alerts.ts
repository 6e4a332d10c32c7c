import { parseMailSender } from '../mail-sender.ts';
import { list, urlWith, type ValueSchema, wholeNumber } from '../value-schemas.ts';
import { variable } from '../variable.ts';

const LONGEST_MS = 604_800_000;
const times = wholeNumber(0, LONGEST_MS);
const counts = wholeNumber(0, 1_000_000_000);
const percents = wholeNumber(0, 100);

const addresses: ValueSchema<readonly string[]> = (given) =>
  list(given).map((address) => parseMailSender(address).email);

const numbers: ValueSchema<readonly string[]> = (given) => {
  const found = list(given);
  if (found.every((number) => /^\+[1-9]\d{6,14}$/.test(number))) return found;
  throw new Error('expected numbers in E.164 with commas between them, such as +441632960123');
};

/** Who is told when something is wrong, and from where on it is. */
export const alerts = {
  mailTo: variable('NIGHTSHIFT_ALERT_MAIL_TO', addresses, {
    doc: 'Addresses that alerts are mailed to, comma-separated.',
    unset: 'no mails',
  }),
  smsTo: variable('NIGHTSHIFT_ALERT_SMS_TO', numbers, {
    doc: 'Numbers that alerts go to as SMS, comma-separated. There are none while the ledger or the queue of SMS is away.',
    unset: 'no SMS',
  }),
  webhookUrl: variable(
    'NIGHTSHIFT_ALERT_WEBHOOK_URL',
    urlWith(['https', 'http'], 'https://hooks.slack.example/services/…'),
    {
      doc: 'Address that alerts are posted to as JSON, with a `text` as chats show it.',
      unset: 'no webhook',
      isSecret: true,
    },
  ),
  oldestWaitingMs: variable('NIGHTSHIFT_ALERT_OLDEST_WAITING_MS', times, {
    doc: 'Alert when a job that could run has waited for so long. 0 here and below: never.',
    unit: 'ms',
    fallback: 300_000,
  }),
  backlog: variable('NIGHTSHIFT_ALERT_BACKLOG', counts, {
    doc: 'Alert when so many jobs of a queue could run.',
    unit: 'jobs',
    fallback: 100_000,
  }),
  failurePercent: variable('NIGHTSHIFT_ALERT_FAILURE_PERCENT', percents, {
    doc: 'Alert when of the jobs of a queue that ended in the last 15 minutes, 20 at least, so many have failed.',
    unit: '%',
    fallback: 20,
  }),
  noWorkerMs: variable('NIGHTSHIFT_ALERT_NO_WORKER_MS', times, {
    doc: 'Alert when a job has waited for so long in a queue that no worker consumes.',
    unit: 'ms',
    fallback: 60_000,
  }),
  scheduleLateMs: variable('NIGHTSHIFT_ALERT_SCHEDULE_LATE_MS', times, {
    doc: 'Alert when a due time of a schedule is overdue by so much.',
    unit: 'ms',
    fallback: 120_000,
  }),
  failedPerHour: variable('NIGHTSHIFT_ALERT_FAILED_PER_HOUR', counts, {
    doc: 'Alert when so many jobs of a queue have failed in the last hour and nobody has retried or discarded them.',
    unit: 'jobs',
    fallback: 100,
  }),
  relayLagMs: variable('NIGHTSHIFT_ALERT_RELAY_LAG_MS', times, {
    doc: 'Alert when a job that is due has not been published for so long, while its queue is not paused and its broker answers.',
    unit: 'ms',
    fallback: 60_000,
  }),
  carriedAgain: variable('NIGHTSHIFT_ALERT_CARRIED_AGAIN', counts, {
    doc: 'Alert when so many jobs of a queue had to be carried again in the last hour, because a broker forgot them.',
    unit: 'jobs',
    fallback: 1,
  }),
  redisMemoryPercent: variable('NIGHTSHIFT_ALERT_REDIS_MEMORY_PERCENT', percents, {
    doc: 'Alert when a Redis with a limit uses so much of it.',
    unit: '%',
    fallback: 80,
  }),
  hitPercent: variable('NIGHTSHIFT_ALERT_HIT_PERCENT', percents, {
    doc: 'Alert when of the last 1,000 or more questions to the cache fewer were hits.',
    unit: '%',
    fallback: 20,
  }),
  diskPercent: variable('NIGHTSHIFT_ALERT_DISK_PERCENT', percents, {
    doc: 'Alert when the disk of the relay’s data folder is so full.',
    unit: '%',
    fallback: 90,
  }),
  awayMs: variable('NIGHTSHIFT_ALERT_AWAY_MS', times, {
    doc: 'Alert when PostgreSQL, Redis or RabbitMQ has not answered for so long.',
    unit: 'ms',
    fallback: 30_000,
  }),
};
