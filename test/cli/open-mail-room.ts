import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NewJob } from '../../src/ledger/ledger.ts';
import { aJob, openTestLedger, type TestLedger } from '../ledger/open-test-ledger.ts';
import { freshFolder } from '../servers/fresh-folder.ts';
import { run } from './run.ts';

/** A ledger with the command line of an application that sends mail on it. */
export interface MailRoom extends TestLedger {
  nightshift(...words: readonly string[]): ReturnType<typeof run>;
  /** With more in the environment. */
  nightshiftWith(env: Readonly<Record<string, string>>, ...words: readonly string[]): ReturnType<typeof run>;
  /** Has the person at the terminal answer. */
  nightshiftTyping(typed: string, ...words: readonly string[]): ReturnType<typeof run>;
}

export async function openMailRoom(): Promise<MailRoom> {
  const [room, folder] = await Promise.all([openTestLedger(), makeMailApplication()]);
  const env = { DATABASE_URL: room.url, NIGHTSHIFT_LOG_LEVEL: 'error' };
  return Object.assign(room, {
    nightshift: (...words: readonly string[]) => run(words, { env, folder }),
    nightshiftWith: (more: Readonly<Record<string, string>>, ...words: readonly string[]) =>
      run(words, { env: { ...env, ...more }, folder }),
    nightshiftTyping: (typed: string, ...words: readonly string[]) => run(words, { env, folder, typed }),
  });
}

export function aMail(more: Partial<NewJob> = {}): NewJob {
  return aJob({
    name: 'mail.send',
    queue: 'mail',
    payload: { to: 'ada@example.com', token: 'hush-1' },
    ...more,
  });
}

async function makeMailApplication(): Promise<string> {
  const folder = await freshFolder();
  const jobs = fileURLToPath(new URL('mail-jobs.ts', import.meta.url));
  await writeFile(
    join(folder, 'nightshift.config.ts'),
    `export default {
      jobs: () => import(${JSON.stringify(jobs)}),
      queues: [{ name: 'mail', broker: 'bullmq', workers: 'mail', recorded: true }],
    };`,
  );
  return folder;
}
