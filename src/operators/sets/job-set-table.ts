import { rowsOf } from '../../db/rows-of.ts';
import type { Session } from '../../ledger/session.ts';

/** What can be done to a set of jobs, each with the states that a job must be in for it. */
export const SET_ACTIONS = {
  retry: ['failed'],
  discard: ['failed'],
  cancel: ['waiting', 'published', 'active'],
} as const;

export type SetAction = keyof typeof SET_ACTIONS;

/** A set of jobs that an operator chose, fixed from then on, and how far the work on it is. */
export interface ChosenSet {
  readonly id: string;
  readonly action: SetAction;
  /** What it was chosen by. */
  readonly filter: string;
  readonly chosenBy: string;
  readonly jobs: number;
  readonly state: 'chosen' | 'running' | 'done' | 'stopped';
  readonly progress: SetProgress;
  readonly createdAt: Date;
  /** The process that works on it has not been heard of for a while. */
  readonly isOrphaned: boolean;
}

export interface SetProgress {
  /** Taken in hand so far. */
  readonly handled?: number;
  /** Of those, the ones that were changed; the others had moved on. */
  readonly changed?: number;
  /** Of the retried ones. */
  readonly completed?: number;
  readonly failedAgain?: number;
  readonly stopped?: string;
}

/** Jobs of a set that are alike. */
export interface SetGroup {
  readonly name: string;
  readonly queue: string;
  readonly state: string;
  readonly jobs: number;
}

/** `nightshift.operator_sets`. */
export class JobSetTable {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Also forgets sets of long ago. */
  async insert(set: {
    readonly action: SetAction;
    readonly filter: string;
    readonly chosenBy: string;
    readonly ids: readonly string[];
  }): Promise<string> {
    const { action, filter, chosenBy, ids } = set;
    const [row] = await rowsOf<{ id: string }>(this.#session, INSERT, [action, filter, chosenBy, ids]);
    if (!row) throw new Error('INSERT returned no row.');
    return row.id;
  }

  async find(id: string): Promise<ChosenSet | undefined> {
    const [row] = await rowsOf<ChosenSet>(this.#session, FIND, [id]);
    return row;
  }

  /** What is in a set, by name, queue and state of now, and the first of its ids. */
  async look(
    id: string,
  ): Promise<{ readonly groups: readonly SetGroup[]; readonly sample: readonly string[] }> {
    const groups = await rowsOf<SetGroup>(this.#session, GROUPS, [id]);
    const [row] = await rowsOf<{ ids: readonly string[] }>(this.#session, SAMPLE, [id]);
    return { groups, sample: row?.ids ?? [] };
  }

  /** The ids, for the first who asks; undefined for everyone after. */
  async begin(id: string): Promise<readonly string[] | undefined> {
    const [row] = await rowsOf<{ ids: readonly string[] }>(this.#session, BEGIN, [id]);
    return row?.ids;
  }

  /** Whether somebody has asked to stop. */
  async advance(id: string, progress: SetProgress): Promise<boolean> {
    const [row] = await rowsOf<{ isStopAsked: boolean }>(this.#session, ADVANCE, [
      id,
      JSON.stringify(progress),
    ]);
    return row?.isStopAsked ?? true;
  }

  async end(id: string, progress: SetProgress): Promise<void> {
    const state = progress.stopped === undefined ? 'done' : 'stopped';
    await this.#session.query(END, [id, JSON.stringify(progress), state]);
  }

  async askToStop(id: string): Promise<void> {
    await this.#session.query('UPDATE nightshift.operator_sets SET stop_asked = true WHERE id = $1', [id]);
  }
}

const COLUMNS = `id, action, filter, chosen_by AS "chosenBy", cardinality(ids) AS jobs, state, progress,
  created_at AS "createdAt", state = 'running' AND beat_at < now() - interval '30 s' AS "isOrphaned"`;

const INSERT = `
WITH gone AS (DELETE FROM nightshift.operator_sets WHERE created_at < now() - interval '7 days')
INSERT INTO nightshift.operator_sets (action, filter, chosen_by, ids) VALUES ($1, $2, $3, $4::uuid[]) RETURNING id`;

const FIND = `SELECT ${COLUMNS} FROM nightshift.operator_sets WHERE id = $1`;

const GROUPS = `
SELECT j.name, j.queue, j.state, count(*)::integer AS jobs FROM nightshift.operator_sets AS s
JOIN nightshift.jobs AS j ON j.id = ANY(s.ids) WHERE s.id = $1 GROUP BY 1, 2, 3 ORDER BY 4 DESC LIMIT 50`;

const SAMPLE = 'SELECT ids[1:20]::text[] AS ids FROM nightshift.operator_sets WHERE id = $1';

const BEGIN = `
UPDATE nightshift.operator_sets SET state = 'running', beat_at = now()
WHERE id = $1 AND state = 'chosen' RETURNING ids::text[] AS ids`;

const ADVANCE = `
UPDATE nightshift.operator_sets SET progress = $2, beat_at = now() WHERE id = $1 RETURNING stop_asked AS "isStopAsked"`;

const END = 'UPDATE nightshift.operator_sets SET progress = $2, state = $3, beat_at = now() WHERE id = $1';
