import type { IQueueBackend } from 'bullmq';
import { isNoAnswer } from '../../db/is-no-answer.ts';
import type { Publication } from '../broker.ts';
import { toPublishError } from './postgres-publish-error.ts';
import type { PublishAnswer } from './publisher.ts';
import { brokerIdOf, toJobJson } from './wire.ts';

/**
 * Adds publications to one queue in one statement. BullMQ's for many makes temporary tables, at four times the cost of
 * adding one. When PostgreSQL refuses it, one of them may hold what `jsonb` cannot (a lone surrogate, `\u0000`), so each
 * is tried by itself.
 */
export async function sendToPostgres(
  backend: IQueueBackend,
  queue: string,
  publications: readonly Publication[],
): Promise<readonly PublishAnswer[]> {
  try {
    const [first, ...others] = publications.map((publication) => ({
      job: toJobJson(publication),
      jobId: brokerIdOf(publication),
    }));
    if (first && others.length === 0) await backend.addJob(first.job, first.jobId);
    else if (first) await backend.addJobs([first, ...others]);
    return publications.map(() => undefined);
  } catch (error) {
    if (isNoAnswer(error) || publications.length === 1) {
      return publications.map(() => toPublishError(queue, error));
    }
  }
  const answers: PublishAnswer[] = [];
  for (const publication of publications) {
    answers.push(...(await sendToPostgres(backend, queue, [publication])));
  }
  return answers;
}
