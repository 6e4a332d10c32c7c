import type { Config } from '../config/load-config.ts';
import type { JobDefinition } from '../job/job-definition.ts';
import type { Json } from '../job/json.ts';
import type { Enqueuing } from '../producer/producer.ts';
import type { Log } from '../telemetry/log.ts';
import { mailDirectly } from './mail-directly.ts';
import type { Notice } from './notice.ts';
import { postWebhook } from './post-webhook.ts';

/** The catalogue's jobs that send notices. */
const JOBS = { mail: 'email.send', sms: 'sms.send', webhook: 'alerts.post-webhook' } as const;

const LONGEST_SMS = 300;

export interface TellParts {
  readonly config: Pick<Config, 'alerts' | 'mail' | 'dataFolder'>;
  readonly log: Log;
  /** By which job to send; `undefined` when it would not run. */
  readonly findJob: (name: string) => JobDefinition | undefined;
  /** Where to enqueue; `undefined` while the ledger is away. */
  readonly enqueuing: Enqueuing | undefined;
}

/**
 * Tells everybody who is to be told, by jobs where they run and directly where they do not. Rejects when there was
 * somebody to tell and nobody could be, so that it is tried again; that some could not is logged.
 */
export async function tell(notice: Notice, parts: TellParts): Promise<void> {
  const { log } = parts;
  const ways = waysOf(notice, parts);
  const results = await Promise.allSettled(ways.map((way) => way()));
  const failures = results.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  for (const error of failures) log.error('a notice of alerts could not be sent', { error });
  if (ways.length > 0 && failures.length === ways.length)
    throw new Error('nobody could be told of alerts', { cause: failures[0] });
}

type Way = () => Promise<unknown>;

function waysOf(notice: Notice, { config, findJob, enqueuing, log }: TellParts): readonly Way[] {
  const { mailTo = [], smsTo = [], webhookUrl } = config.alerts;
  const { subject, text } = notice;
  const byJob = (name: string, payload: Json): Way | undefined => {
    const job = enqueuing && findJob(name);
    return job && (() => enqueuing.enqueue(job, payload));
  };
  const ways: Way[] = [];
  if (mailTo.length > 0) {
    const mail = { to: mailTo.map((email) => ({ email })), subject, text };
    ways.push(byJob(JOBS.mail, mail) ?? (() => mailDirectly(config, notice)));
  }
  if (webhookUrl !== undefined) {
    const content = JSON.stringify(notice);
    ways.push(byJob(JOBS.webhook, { content }) ?? (() => postWebhook(config, content, 'alert')));
  }
  for (const to of smsTo) {
    const sms = byJob(JOBS.sms, { to, body: subject.slice(0, LONGEST_SMS) });
    if (sms) ways.push(sms);
    else log.warn('no SMS tells of alerts, because its job would not run now', { alerts: text });
  }
  return ways;
}
