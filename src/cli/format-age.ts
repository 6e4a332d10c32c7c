const STEPS = [
  { unit: 'd', ms: 86_400_000 },
  { unit: 'h', ms: 3_600_000 },
  { unit: 'min', ms: 60_000 },
  { unit: 's', ms: 1_000 },
] as const;

/** Milliseconds as people say them, in the largest unit of which there are two: `850 ms`, `95 s`, `3 h`. */
export function formatAge(ms: number | null | undefined): string | undefined {
  if (ms === null || ms === undefined) return undefined;
  const step = STEPS.find((each) => ms >= 2 * each.ms);
  return step ? `${Math.floor(ms / step.ms)} ${step.unit}` : `${Math.round(ms)} ms`;
}
