import type { RedisQueueBackend } from 'bullmq';
import type { Publication } from '../broker.ts';
import type { PublishAnswer } from './publisher.ts';
import { toPublishError } from './redis-publish-error.ts';
import { brokerIdOf, toJobJson } from './wire.ts';

/** Adds publications to one queue: one script call each, in one write. */
export async function sendToRedis(
  backend: RedisQueueBackend,
  queue: string,
  publications: readonly Publication[],
): Promise<readonly PublishAnswer[]> {
  try {
    const [only] = publications;
    if (only !== undefined && publications.length === 1) {
      await backend.addJob(toJobJson(only), brokerIdOf(only));
      return CONFIRMED;
    }
    const pipeline = (await backend.client).pipeline();
    for (const publication of publications) {
      // On a pipeline this only takes the command down; what it would reject with comes from exec().
      void backend.addJobToTransaction(pipeline, toJobJson(publication), brokerIdOf(publication));
    }
    const results = await pipeline.exec();
    return publications.map((_, at) => {
      const [error] = results?.[at] ?? [new Error('Redis gave no answer')];
      return error ? toPublishError(queue, error) : undefined;
    });
  } catch (error) {
    return publications.map(() => toPublishError(queue, error));
  }
}

const CONFIRMED: readonly PublishAnswer[] = [undefined];
