import { sendEmail } from '../../../jobs/email/send-email.ts';
import type { EmailContext } from '../../../jobs/email/services.ts';
import { sendSms } from '../../../jobs/sms/send-sms.ts';
import type { SmsContext } from '../../../jobs/sms/services.ts';
import { loadConfig } from '../../../src/config/load-config.ts';
import type { TwilioConfig } from '../../../src/config/twilio-config.ts';
import { Domain } from '../../../src/domain/domain.ts';
import { defineQueue } from '../../../src/index.ts';
import type { AttemptContext, JobInfo } from '../../../src/job/handler-context.ts';
import type { JobDefinition } from '../../../src/job/job-definition.ts';
import { openPlatform } from '../../../src/platform/platform.ts';
import { untilStopped } from '../../../src/platform/stop-signals.ts';
import { makeLog } from '../../../src/telemetry/make-log.ts';
import { startWorker } from '../../../src/worker/start-worker.ts';
import { makeMailer } from '../../../workers/services/mailer/make-mailer.ts';
import { makeSmsRecords } from '../../../workers/services/sms/sms-records.ts';
import { TwilioSms } from '../../../workers/services/sms/twilio-sms.ts';

/** What a sender is told in its environment. */
const { queueName, account, twilioUrl, deadlyEvery } = JSON.parse(process.env['SENDER'] ?? '{}') as {
  readonly queueName: string;
  readonly account: TwilioConfig;
  readonly twilioUrl: string;
  /** The first attempt at each so-manieth message kills the process once the provider has answered. */
  readonly deadlyEvery: number;
};

/** Half of the deaths come before anything can be recorded, the others at any time while it is. */
function die(): void {
  if (Math.random() < 0.5) process.kill(process.pid, 'SIGKILL');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), Math.random() * 25);
}

/** Messages say which they are: `… 17`. */
function isDeadly(words: string, { attempt }: JobInfo): boolean {
  return attempt === 1 && Number(/\d+$/.exec(words)?.[0]) % deadlyEvery === 0;
}

/** What both handlers take; a context makes its parts when they are asked for, so it cannot be copied whole. */
function partsOf({ job, step, signal, log }: AttemptContext) {
  return { job, step, signal, log };
}

type Run<Payload, Context> = (payload: Payload, context: Context) => unknown;

const runSms: Run<{ readonly body: string }, SmsContext> = (payload, context) => {
  const { sms, job } = context;
  const deadly: SmsContext['sms'] = {
    name: sms.name,
    list: (message, since) => sms.list(message, since),
    send: async (message, key) => {
      const sent = await sms.send(message, key);
      die();
      return sent;
    },
  };
  const armed = isDeadly(payload.body, job)
    ? { ...partsOf(context), smsRecords: context.smsRecords, sms: deadly }
    : context;
  return sendSms.run(payload as never, armed as never);
};

const runEmail: Run<{ readonly subject: string }, EmailContext> = (payload, context) => {
  const { mailer, job } = context;
  const deadly: EmailContext['mailer'] = {
    sender: mailer.sender,
    recall: (mail) => mailer.recall(mail),
    send: async (mail, recipients, signal) => {
      const delivery = await mailer.send(mail, recipients, signal);
      die();
      return delivery;
    },
  };
  const armed = isDeadly(payload.subject, job) ? { ...partsOf(context), mailer: deadly } : context;
  return sendEmail.run(payload as never, armed as never);
};

const queue = defineQueue({ name: queueName, broker: 'rabbitmq', workers: 'test' });
const jobs: readonly JobDefinition[] = [
  { ...sendSms, queue: queueName, run: runSms },
  { ...sendEmail, queue: queueName, run: runEmail },
];
const log = makeLog({ level: 'warn', destination: process.stderr });
const config = loadConfig(process.env, { envFile: false });
const platform = await openPlatform({ config, queues: [queue], jobs, log, name: 'test sender' });
const limits = { countries: undefined, perNumber: 1_000, perPrefix: 100_000 };
const worker = await startWorker({
  group: 'test',
  queues: [queue],
  services: {
    sms: new TwilioSms({ account, baseUrl: twilioUrl }),
    smsRecords: makeSmsRecords(new Domain(platform.database), limits),
    mailer: makeMailer(config),
  },
  concurrency: 3,
  ...platform,
});
process.stdout.write('ready\n');
await untilStopped(worker, 2_000);
await platform.close();
process.exit(0);
