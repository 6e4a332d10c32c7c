const LEAST_MS = 1_000;
/** So that asking costs a twentieth of a core at most, however often it is done. */
const TIMES_ITS_COST = 20;

/**
 * Keeps the answer of a costly question for a second, or for twenty times as long as it took. Who asks while it is being asked
 * shares the answer; a failure is not kept.
 */
export function keptAWhile<Answer>(
  ask: () => Promise<Answer>,
  nowMs: () => number = () => performance.now(),
): () => Promise<Answer> {
  let kept: { readonly answer: Promise<Answer>; untilMs: number } | undefined;
  const renew = (): Promise<Answer> => {
    const fromMs = nowMs();
    const asked = { answer: ask(), untilMs: Number.POSITIVE_INFINITY };
    kept = asked;
    asked.answer.then(
      () => {
        asked.untilMs = nowMs() + Math.max(LEAST_MS, TIMES_ITS_COST * (nowMs() - fromMs));
      },
      () => {
        kept = undefined;
      },
    );
    return asked.answer;
  };
  return () => (kept && nowMs() < kept.untilMs ? kept.answer : renew());
}
