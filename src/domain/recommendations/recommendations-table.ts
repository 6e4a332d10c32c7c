import type { InstantOrNow } from '../columns.ts';

/** `app.recommendations`: what to show a user, best first. */
export interface RecommendationsTable {
  user_id: number;
  product_id: number;
  /** From 1. */
  position: number;
  score: number;
  reason: 'bought-together' | 'viewed-together' | 'interest' | 'popular';
  /** The product that led to it. */
  because_of: number | null;
  made_at: InstantOrNow;
}
