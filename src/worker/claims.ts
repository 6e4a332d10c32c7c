import { coalesce } from '../ledger/coalesce.ts';
import type { ClaimAnswer, ClaimRequest, Ledger } from '../ledger/ledger.ts';
import { CROWD_WAIT_MS } from './crowd-wait.ts';
import type { LedgerGate } from './ledger-gate.ts';

/** How long an attempt may run before the ledger hears that it began, in milliseconds. */
const LAZY_MS = 50;

/** Most grants that are remembered: a copy that comes later than so many others is not one of a lost answer. */
const MAX_GRANTS = 10_000;

/** A claim that nobody waits for. */
export interface PresumedClaim {
  readonly request: ClaimRequest;
  /** The ledger knows better: the job was cancelled, or is another's. */
  readonly onRefused: () => void;
  /** Whether the ledger has granted it, from when it was asked on. */
  granted?: Promise<boolean>;
}

/** Claims of one worker process, in batches. */
export class Claims {
  readonly claim: (request: ClaimRequest) => Promise<ClaimAnswer>;
  readonly #presumed = new Set<PresumedClaim>();
  readonly #ask: (requests: readonly ClaimRequest[]) => Promise<readonly ClaimAnswer[]>;
  /** Job to the last run of it that this worker was given. */
  readonly #granted = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(ledger: Ledger, gate: LedgerGate, workerId: string) {
    this.#ask = async (requests) => {
      let asked = requests;
      const answers = await gate.ask(() => {
        const answering = ledger.claim(asked, workerId);
        // What PostgreSQL granted before its answer was lost must not look like somebody else's.
        asked = requests.map((request) => ({
          ...request,
          repeated: { knownRun: this.#granted.get(request.id) },
        }));
        return answering;
      });
      this.#remember(answers);
      return answers;
    };
    this.claim = coalesce(this.#ask, { crowdWaitMs: CROWD_WAIT_MS });
  }

  /**
   * For a delivery that cannot be a copy: the attempt begins at once, and the claim follows within 50 ms. Shorter
   * attempts are claimed by the record of their outcome: give the presumed claim to `end` first.
   */
  presume(claim: PresumedClaim): void {
    this.#presumed.add(claim);
    this.#timer ??= setTimeout(() => this.#claimPresumed(), LAZY_MS);
  }

  end(claim: PresumedClaim): void {
    this.#presumed.delete(claim);
  }

  /** Writes a presumed claim now instead of later; resolves with whether the ledger has granted it. */
  write(claim: PresumedClaim): Promise<boolean> {
    this.#presumed.delete(claim);
    return claim.granted ?? this.#grant(claim, this.claim(claim.request));
  }

  #remember(answers: readonly ClaimAnswer[]): void {
    for (const answer of answers)
      if (answer.kind === 'claimed') this.#granted.set(answer.fence.id, answer.fence.run);
    for (const id of this.#granted.keys()) {
      if (this.#granted.size <= MAX_GRANTS) return;
      this.#granted.delete(id);
    }
  }

  #claimPresumed(): void {
    this.#timer = undefined;
    const claims = [...this.#presumed];
    this.#presumed.clear();
    if (claims.length === 0) return;
    const answers = this.#ask(claims.map(({ request }) => request));
    // When it rejects the ledger is away and the worker is ending: no outcome of these attempts will be recorded either.
    for (const [index, claim] of claims.entries())
      void this.#grant(
        claim,
        answers.then((all) => all[index]),
      ).catch(() => undefined);
  }

  #grant(claim: PresumedClaim, answer: Promise<ClaimAnswer | undefined>): Promise<boolean> {
    claim.granted = answer.then((given) => {
      const isGranted = given?.kind === 'claimed';
      if (!isGranted) claim.onRefused();
      return isGranted;
    });
    return claim.granted;
  }
}
