import { z } from 'zod';
import { defineJob } from '../../src/job/job-definition.ts';
import { cancel, completed } from '../../src/job/outcome.ts';
import { sendNotification } from '../notifications/send-notification.ts';
import { wholeId } from '../whole-id.ts';
import { assessOrder, levelOf, type OrderFacts, scoreOf } from './fraud-rules.ts';
import type { AnalyticsContext, NewFinding } from './services.ts';

const PAGE = 500;
const HOUR_MS = 3_600_000;

/**
 * Looks at one order, or at those of the last hours that have no finding yet, for signs of fraud; each finding has a
 * score and its reasons, and operators are told of high ones, once. The result is `{ assessed, found, high }`.
 */
export const detectFraud = defineJob({
  name: 'analytics.detect-fraud',
  queue: 'analytics',
  payload: z.strictObject({
    orderId: wholeId.optional(),
    /** Looks back so far. */
    hours: z
      .int()
      .min(1)
      .max(24 * 366)
      .default(48),
  }),
  timeoutMs: 900_000,
  run: async ({ orderId, hours }, { analytics, within, job, signal, progress }: AnalyticsContext) => {
    const placedSince = new Date(orderId === undefined ? job.enqueuedAt.getTime() - hours * HOUR_MS : 0);
    const totals = { assessed: 0, found: 0, high: 0 };
    let afterId = 0;
    for (;;) {
      signal.throwIfAborted();
      const page = await analytics.findOrdersToAssess({ orderId, placedSince, afterId, limit: PAGE });
      const findings = page.flatMap(findingOf);
      totals.found += await analytics.saveFindings(findings, async (high, operatorIds, trx) => {
        totals.high += high.length;
        for (const finding of high)
          await within(trx).enqueueMany(
            sendNotification,
            operatorIds.map((userId) => toNotification(finding, userId)),
          );
      });
      totals.assessed += page.length;
      progress(totals);
      afterId = page.at(-1)?.orderId ?? afterId;
      if (page.length < PAGE) break;
    }
    if (orderId !== undefined && totals.assessed === 0)
      return cancel(`There is no order ${orderId}, or it has a finding already.`);
    return completed(totals);
  },
});

function findingOf(facts: OrderFacts): readonly NewFinding[] {
  const reasons = assessOrder(facts);
  const score = scoreOf(reasons);
  const level = levelOf(score);
  return level ? [{ orderId: facts.orderId, userId: facts.userId, score, level, reasons }] : [];
}

function toNotification({ orderId, score, reasons }: NewFinding, userId: number) {
  const body = reasons.map(({ reason }) => `- ${reason}`).join('\n');
  return {
    userId,
    type: 'fraud-suspected',
    title: `Order ${orderId} may be a fraud (${score} of 100)`,
    body,
    data: { orderId, score },
  };
}
