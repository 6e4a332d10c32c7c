import type { JobDefinition } from '../job/job-definition.ts';
import { Slots } from './slots.ts';

/** The slots of a process, and those of each definition that has a `concurrency` of its own. */
export class SlotTable {
  /** Those of the process. */
  readonly all: Slots;
  readonly #own = new Map<JobDefinition, Slots>();

  constructor(size: number) {
    this.all = new Slots(size);
  }

  /** A slot of the definition first, so that its crowd waits there and not in everybody's way. */
  take(definition: JobDefinition | undefined): boolean | Promise<boolean> {
    const own = this.#ownSlots(definition);
    return own ? this.#takeBoth(own) : this.all.take();
  }

  give(definition: JobDefinition | undefined): void {
    this.all.give();
    this.#ownSlots(definition)?.give();
  }

  /** Turns a slot that is held into the only one of the process; `false` when the worker ends first. */
  async takeAlone(definition: JobDefinition | undefined): Promise<boolean> {
    const isTaken = await this.all.takeAlone();
    if (!isTaken) this.#ownSlots(definition)?.give();
    return isTaken;
  }

  giveAlone(definition: JobDefinition | undefined): void {
    this.all.giveAlone();
    this.#ownSlots(definition)?.give();
  }

  close(): void {
    this.all.close();
    for (const own of this.#own.values()) own.close();
  }

  async #takeBoth(own: Slots): Promise<boolean> {
    if (!(await own.take())) return false;
    if (await this.all.take()) return true;
    own.give();
    return false;
  }

  #ownSlots(definition: JobDefinition | undefined): Slots | undefined {
    if (definition?.concurrency === undefined) return undefined;
    const own = this.#own.get(definition) ?? new Slots(definition.concurrency);
    this.#own.set(definition, own);
    return own;
  }
}
