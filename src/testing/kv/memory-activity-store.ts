import type { Ranked } from '../../kv/activity/activity.ts';
import {
  type ActivityStore,
  KEPT_MEMBERS,
  KEPT_TITLES,
  type RankingScores,
} from '../../kv/activity/activity-store.ts';
import { KEPT_ACTIONS, type UserAction } from '../../kv/activity/user-action.ts';

/** What users did, in memory. */
export class MemoryActivityStore implements ActivityStore {
  readonly #actions = new Map<string, UserAction[]>();
  /** User to titles, the last used at the end. */
  readonly #titles = new Map<string, Map<string, number>>();
  /** Ranking and day to members. */
  readonly #rankings = new Map<string, Map<string, number>>();

  async record(userId: string, action: UserAction): Promise<void> {
    const actions = [action, ...(this.#actions.get(userId) ?? [])];
    this.#actions.set(userId, actions.slice(0, KEPT_ACTIONS));
  }

  async recent(userId: string): Promise<readonly UserAction[]> {
    return this.#actions.get(userId) ?? [];
  }

  async countTitle(userId: string, title: string): Promise<void> {
    const titles = this.#titles.get(userId) ?? new Map<string, number>();
    const uses = (titles.get(title) ?? 0) + 1;
    titles.delete(title);
    titles.set(title, uses);
    const least = titles.size > KEPT_TITLES ? newestFirst(titles).at(-1) : undefined;
    if (least) titles.delete(least[0]);
    this.#titles.set(userId, titles);
  }

  async titles(userId: string, limit = KEPT_TITLES): Promise<readonly string[]> {
    return newestFirst(this.#titles.get(userId) ?? new Map())
      .slice(0, limit)
      .map(([title]) => title);
  }

  async rank(rankings: readonly RankingScores[]): Promise<void> {
    for (const { ranking, day, scores } of rankings) {
      const key = keyOf(ranking, day);
      const sums = this.#rankings.get(key) ?? new Map<string, number>();
      for (const [member, score] of scores) sums.set(member, (sums.get(member) ?? 0) + score);
      this.#rankings.set(key, new Map(byScore(sums).slice(0, KEPT_MEMBERS)));
    }
  }

  async top(ranking: string, days: readonly string[], limit: number): Promise<readonly Ranked[]> {
    const sums = new Map<string, number>();
    for (const day of days)
      for (const [member, score] of this.#rankings.get(keyOf(ranking, day)) ?? [])
        sums.set(member, (sums.get(member) ?? 0) + score);
    const ranked = [...sums].map(([member, score]) => ({ member, score }));
    const order = (a: Ranked, b: Ranked): number => b.score - a.score || (a.member < b.member ? 1 : -1);
    return ranked.toSorted(order).slice(0, limit);
  }

  async forget(userId: string): Promise<void> {
    this.#actions.delete(userId);
    this.#titles.delete(userId);
  }
}

/** By uses, and of as many the last used first. */
function newestFirst(titles: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return byScore(new Map([...titles].toReversed()));
}

function byScore(sums: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...sums].toSorted(([, a], [, b]) => b - a);
}

function keyOf(ranking: string, day: string): string {
  return `${day} ${ranking}`;
}
