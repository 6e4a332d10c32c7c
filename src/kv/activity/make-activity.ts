import type { Activity, Score } from './activity.ts';
import { type ActivityStore, KEPT_MEMBERS, KEPT_TITLES, type RankingScores } from './activity-store.ts';
import { isRecent, KEPT_DAYS } from './user-action.ts';

const MAX_LENGTH = 200;
const DAY_MS = 86_400_000;

export interface ActivityParts {
  readonly store: ActivityStore;
  /** Whether an error means that the store is away; others are thrown. */
  readonly isAway: (error: unknown) => boolean;
}

/** Activity in a store, and none while that is away. */
export function makeActivity({ store, isAway }: ActivityParts): Activity {
  const orElse = async <Answer>(asked: Promise<Answer>, otherwise: Answer): Promise<Answer> => {
    try {
      return await asked;
    } catch (error) {
      if (isAway(error)) return otherwise;
      throw error;
    }
  };
  return {
    record: (userId, { action, ip, timestamp = new Date() }) => {
      const entry = {
        action: storable(action),
        timestamp,
        ...(ip === undefined ? {} : { ip: storable(ip) }),
      };
      return orElse(store.record(String(userId), entry), undefined);
    },
    recent: async (userId) => {
      const actions = await orElse(store.recent(String(userId)), []);
      return actions.filter((action) => isRecent(action));
    },
    countTitle: async (userId, title) => {
      const text = storable(title.trim());
      if (text !== '') await orElse(store.countTitle(String(userId), text), undefined);
    },
    suggestTitles: async (userId, { startsWith = '', limit = 5 } = {}) => {
      const most = between(1, Math.trunc(limit), KEPT_TITLES);
      const start = startsWith.trimStart().toLowerCase();
      const titles = await orElse(store.titles(String(userId), start === '' ? most : undefined), []);
      return titles.filter((title) => title.toLowerCase().startsWith(start)).slice(0, most);
    },
    rank: async (scores) => {
      if (scores.length > 0) await orElse(store.rank(sumUp(scores, dayOf(Date.now()))), undefined);
    },
    top: (ranking, { days = 7, limit = 10 } = {}) => {
      const count = between(1, Math.trunc(days), KEPT_DAYS);
      const wanted = Array.from({ length: count }, (_, ago) => dayOf(Date.now() - ago * DAY_MS));
      return orElse(store.top(storable(ranking), wanted, between(1, Math.trunc(limit), KEPT_MEMBERS)), []);
    },
    forget: (userId) => orElse(store.forget(String(userId)), undefined),
  };
}

/** One entry per ranking and member, so that a batch costs a store one step per ranking. */
function sumUp(scores: readonly Score[], day: string): readonly RankingScores[] {
  const rankings = new Map<string, Map<string, number>>();
  for (const { ranking, member, by = 1 } of scores) {
    const name = storable(ranking);
    const sums = rankings.get(name) ?? new Map<string, number>();
    rankings.set(name, sums);
    const key = storable(member);
    sums.set(key, (sums.get(key) ?? 0) + by);
  }
  return [...rankings].map(([ranking, sums]) => ({ ranking, day, scores: sums }));
}

/** A NUL cannot be stored in PostgreSQL. */
function storable(text: string): string {
  return text.replaceAll('\0', '').slice(0, MAX_LENGTH).toWellFormed();
}

/** In UTC. */
function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function between(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
