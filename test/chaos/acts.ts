/** What a job of the chaos suite does beside its effect. */
export const ACTS = ['nothing', 'die', 'die-after-effect', 'spin', 'throw', 'bomb'] as const;

export type Act = (typeof ACTS)[number];

const SPIN_MS = 20_000;

/** Does it, where it is due before or after the effect. */
export async function act(when: 'before' | 'after', what: Act, attempt: number): Promise<void> {
  if (when === 'after') return what === 'die-after-effect' && attempt === 1 ? die() : undefined;
  if (what === 'die') return die();
  if (what === 'spin' && attempt === 1) spin();
  if (what === 'throw') throw new Error('it throws each time');
  if (what === 'bomb') await explode();
}

/** Never resolves: the process is killed as by the kernel. */
function die(): Promise<void> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
}

function spin(): void {
  const endsAtMs = performance.now() + SPIN_MS;
  while (performance.now() < endsAtMs);
}

/** Allocates until V8 ends the process. */
async function explode(): Promise<void> {
  const kept: unknown[] = [];
  for (;;) {
    kept.push(Array.from({ length: 100_000 }, () => ({})));
    await new Promise(setImmediate);
  }
}
