import { keptAWhile } from '../../src/ledger/kept-a-while.ts';
import { soonest, within } from '../soonest.ts';

const FIRST_WAIT_MS = 150;

/** Asks something costly without making a page wait for it; `undefined` while there is no answer yet. */
export function glanceAt<Answer>(ask: () => Promise<Answer>): () => Promise<Answer | undefined> {
  const kept = soonest(keptAWhile(ask));
  return () => within(kept.ask(), FIRST_WAIT_MS, undefined);
}
