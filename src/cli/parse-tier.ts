import { UsageError } from './usage-error.ts';

const TIERS = ['basic', 'premium', 'enterprise'] as const;

/** @throws UsageError with the tiers there are */
export function parseTier(text: string): (typeof TIERS)[number] {
  const tier = TIERS.find((each) => each === text);
  if (tier) return tier;
  throw new UsageError(`${JSON.stringify(text)} is not a tier: expected one of ${TIERS.join(', ')}.`);
}
