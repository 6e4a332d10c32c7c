/** How long a server takes to answer, and how far its clock is from ours. */
export interface Measured {
  /** Median of five. */
  readonly latencyMs: number;
  /** Positive when the server's clock is ahead. */
  readonly skewMs: number;
}

/** Asks a server for its time, in milliseconds since the epoch, five times; the quickest answer tells of its clock. */
export async function measure(askTimeMs: () => Promise<number>): Promise<Measured> {
  const answers: { readonly tookMs: number; readonly skewMs: number }[] = [];
  for (let round = 0; round < 5; round += 1) {
    const startedMs = Date.now();
    const startedAt = performance.now();
    const serverMs = await askTimeMs();
    const tookMs = performance.now() - startedAt;
    answers.push({ tookMs, skewMs: serverMs - (startedMs + tookMs / 2) });
  }
  const sorted = answers.toSorted((one, other) => one.tookMs - other.tookMs);
  return { latencyMs: sorted[2]?.tookMs ?? 0, skewMs: Math.round(sorted[0]?.skewMs ?? 0) };
}
