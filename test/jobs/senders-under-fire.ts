import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { sendEmail } from '../../jobs/email/send-email.ts';
import { sendSms } from '../../jobs/sms/send-sms.ts';
import { rowsOf } from '../../src/db/rows-of.ts';
import type { JobDefinition } from '../../src/job/job-definition.ts';
import { type Bundle, makeBundle } from '../platform/bundle.ts';
import { CARRIERS } from '../platform/carriers.ts';
import { jiti } from '../servers/jiti.ts';
import { ACCOUNT, startTwilio } from '../servers/start-twilio.ts';
import { until } from '../until.ts';
import { startScriptedSmtpServer } from '../workers/services/mailer/scripted-smtp-server.ts';

const PROGRAM = fileURLToPath(new URL('programs/sender.ts', import.meta.url));
const SENDERS = 3;

export interface Fire {
  readonly sms: number;
  readonly mails: number;
  /** The first attempt at each so-manieth message kills its process once the provider has answered. */
  readonly deadlyEvery: number;
  readonly timeoutMs: number;
}

export interface SentUnderFire {
  readonly deaths: number;
  readonly messages: readonly SentMessage[];
}

/** A message that was enqueued. */
export interface SentMessage {
  readonly words: string;
  readonly state: string;
  readonly reason: string | null;
  /** How often the provider has taken it. */
  readonly times: number;
}

/** Sends SMS and mails by processes that die around their providers' answers and are started again, until every job has ended. */
export async function sendUnderFire({ sms, mails, deadlyEvery, timeoutMs }: Fire): Promise<SentUnderFire> {
  const twilio = await startTwilio();
  const smtp = await startScriptedSmtpServer();
  const carrier = CARRIERS.find(({ broker }) => broker === 'rabbitmq');
  if (!carrier) throw new Error('there is no RabbitMQ among the carriers');
  const jobsOf = (queue: string): readonly [JobDefinition, JobDefinition] => [
    { ...sendSms, queue },
    { ...sendEmail, queue },
  ];
  const env = { SMTP_URL: `smtp://127.0.0.1:${smtp.address.port}?starttls=never` };
  const bundle = await makeBundle(carrier, { jobs: jobsOf, env });
  const told = { queueName: bundle.queue.name, account: ACCOUNT, twilioUrl: twilio.url, deadlyEvery };
  const senders = startSenders(bundle, JSON.stringify(told));
  const [smsJob, mailJob] = jobsOf(bundle.queue.name);
  const numbers = (count: number): readonly number[] =>
    Array.from({ length: count }, (_, index) => index + 1);
  await bundle.producer.enqueueMany(
    smsJob,
    numbers(sms).map((n) => ({ to: `+4477009${String(n).padStart(5, '0')}`, body: `SMS ${n}` })),
  );
  await bundle.producer.enqueueMany(
    mailJob,
    numbers(mails).map((n) => ({ to: [`a${n}@example.com`], subject: `Mail ${n}`, text: 'Hello' })),
  );
  const { database } = bundle.platform;
  const wanted = sms + mails;
  const look = () =>
    rowsOf<Omit<SentMessage, 'times'>>(
      database,
      `SELECT coalesce(payload->>'body', payload->>'subject') AS words, state, reason FROM nightshift.jobs`,
    );
  await until(
    async () => {
      senders.refuseTrouble();
      const rows = await look();
      return rows.length === wanted && rows.every(({ state }) => state === 'completed' || state === 'failed');
    },
    { what: 'every job to end', timeoutMs, everyMs: 200 },
  );
  const taken = [
    ...twilio.messages.map(({ body }) => body),
    ...smtp.messages.map((message) => /^Subject: (.*)$/im.exec(message)?.[1]?.trim() ?? ''),
  ];
  const messages = (await look()).map((row) => ({
    ...row,
    times: taken.filter((words) => words === row.words).length,
  }));
  return { deaths: senders.deaths(), messages };
}

/** Processes of which each that is killed has a successor, until the test is over. */
function startSenders({ env }: Bundle, told: string) {
  let deaths = 0;
  let trouble: Error | undefined;
  const end = new AbortController();
  const over = end.signal;
  const keep = async (): Promise<void> => {
    while (!over.aborted) {
      const child = spawn(process.execPath, [jiti, PROGRAM], {
        env: { PATH: process.env['PATH'], ...env, SENDER: told },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const stop = (): void => void child.kill('SIGKILL');
      stops.add(stop);
      const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]; // as documented
      stops.delete(stop);
      if (over.aborted) return;
      if (signal === 'SIGKILL') deaths += 1;
      else trouble = new Error(`a sender ended with ${code ?? signal}`);
    }
  };
  const stops = new Set<() => void>();
  const kept = Array.from({ length: SENDERS }, keep);
  onTestFinished(async () => {
    end.abort();
    for (const stop of stops) stop();
    await Promise.all(kept);
  });
  return {
    deaths: () => deaths,
    refuseTrouble: (): void => {
      if (trouble) throw trouble;
    },
  };
}
