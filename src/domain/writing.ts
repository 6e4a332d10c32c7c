import type { Transaction } from 'kysely';
import type { Actor, DomainChange } from './domain-change.ts';
import { domainOf, type DomainTransaction } from './domain-tables.ts';

/** One transaction on the domain: where the writes go, for whom they are done, and what they changed. */
export class Writing {
  readonly trx: DomainTransaction;
  /** The same transaction for whoever knows no domain: `nightshift.within` for one. */
  readonly ledgerTransaction: Transaction<unknown>;
  /** Undefined may do everything: it is the application itself. */
  readonly actor: Actor | undefined;
  readonly #changes: DomainChange[] = [];

  constructor(trx: Transaction<unknown>, actor?: Actor) {
    this.trx = domainOf(trx);
    this.ledgerTransaction = trx;
    this.actor = actor;
  }

  get changes(): readonly DomainChange[] {
    return this.#changes;
  }

  changed(change: DomainChange): void {
    this.#changes.push(change);
  }
}
