import { coalesce } from '../ledger/coalesce.ts';
import type { ClaimAnswer, ClaimRequest, Ledger } from '../ledger/ledger.ts';
import type { LedgerGate } from './ledger-gate.ts';

/** How long an attempt may run before the ledger hears that it began, in milliseconds. */
const LAZY_MS = 50;

/** A claim that nobody waits for. */
export interface PresumedClaim {
  readonly request: ClaimRequest;
  /** The ledger knows better: the job was cancelled, or is another's. */
  readonly onRefused: () => void;
}

/** Claims of one worker process, in batches. */
export class Claims {
  readonly claim: (request: ClaimRequest) => Promise<ClaimAnswer>;
  readonly #presumed = new Set<PresumedClaim>();
  readonly #ask: (requests: readonly ClaimRequest[]) => Promise<readonly ClaimAnswer[]>;
  #timer: NodeJS.Timeout | undefined;

  constructor(ledger: Ledger, gate: LedgerGate, workerId: string) {
    this.#ask = (requests) => gate.ask(() => ledger.claim(requests, workerId));
    this.claim = coalesce(this.#ask);
  }

  /**
   * For a delivery that cannot be a copy: the attempt begins at once, and the claim follows within 50 ms. Shorter
   * attempts are claimed by the record of their outcome: give the presumed claim to `end` first.
   */
  presume(claim: PresumedClaim): void {
    this.#presumed.add(claim);
    this.#timer ??= setTimeout(() => void this.#claimPresumed(), LAZY_MS);
  }

  end(claim: PresumedClaim): void {
    this.#presumed.delete(claim);
  }

  async #claimPresumed(): Promise<void> {
    this.#timer = undefined;
    const claims = [...this.#presumed];
    this.#presumed.clear();
    if (claims.length === 0) return;
    try {
      const answers = await this.#ask(claims.map(({ request }) => request));
      for (const [index, claim] of claims.entries())
        if (answers[index]?.kind !== 'claimed') claim.onRefused();
    } catch {
      // The ledger is away and the worker is ending: no outcome of these attempts will be recorded either.
    }
  }
}
