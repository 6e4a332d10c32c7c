import type { AnalyticsStore } from '../../../jobs/analytics/services.ts';
import { saveEvents } from '../../../src/domain/analytics/save-events.ts';
import { dayBefore, findUnsummarized, summarizeDay } from '../../../src/domain/analytics/summarize-day.ts';
import type { Domain } from '../../../src/domain/domain.ts';
import { findOrdersToAssess } from '../../../src/domain/fraud/find-orders-to-assess.ts';
import { operatorIds, saveFindings } from '../../../src/domain/fraud/save-findings.ts';
import {
  findBestSellers,
  findProductPairs,
  findTastes,
} from '../../../src/domain/recommendations/find-tastes.ts';
import { saveRecommendations } from '../../../src/domain/recommendations/save-recommendations.ts';

/** Keeps behaviour, and what is found in it, in the tables of the sample application. */
export function makeAnalyticsStore(domain: Domain): AnalyticsStore {
  const { reader } = domain;
  return {
    saveEvents: (events) => saveEvents(reader, events),
    dayBefore: (instant, timeZone) => dayBefore(reader, instant, timeZone),
    summarizeDay: (day, timeZone) => summarizeDay(reader, day, timeZone),
    findUnsummarized: (wanted) => findUnsummarized(reader, wanted),
    findOrdersToAssess: (page) => findOrdersToAssess(reader, page),
    saveFindings: (findings, tell) =>
      domain.write(async (writing) => {
        const kept = await saveFindings(writing, findings);
        const high = kept.filter(({ level }) => level === 'high');
        if (high.length > 0) await tell(high, await operatorIds(writing), writing.ledgerTransaction);
        return kept.length;
      }),
    productPairs: () => findProductPairs(reader),
    findTastes: (page) => findTastes(reader, page),
    bestSellers: () => findBestSellers(reader),
    saveRecommendations: (userIds, rows) =>
      domain.write((writing) => saveRecommendations(writing, userIds, rows)),
  };
}
