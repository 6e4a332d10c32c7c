/** What a long-lived process does when it is asked to end. */
export interface Stoppable {
  /** Ends within `graceMs` milliseconds; called again with less when somebody grows impatient. */
  stop(options: { readonly graceMs: number }): Promise<void>;
}

/** Grace after a second signal, in milliseconds. */
const IMPATIENT_GRACE_MS = 1_000;

/**
 * Resolves when the process was asked to end (SIGTERM, SIGINT, or the parent's pipe closed) and has ended its work.
 * A second signal shortens the grace to a second.
 */
export async function untilStopped(
  part: Stoppable,
  graceMs: number,
  signals: NodeJS.EventEmitter = process,
): Promise<void> {
  const stopping = new Promise<void>((resolve, reject) => {
    let asked = 0;
    const onSignal = (): void => {
      asked += 1;
      if (asked > 2) return;
      part
        .stop({ graceMs: asked === 1 ? graceMs : Math.min(graceMs, IMPATIENT_GRACE_MS) })
        .then(resolve, reject);
    };
    signals.on('SIGTERM', onSignal);
    signals.on('SIGINT', onSignal);
  });
  await stopping;
}
