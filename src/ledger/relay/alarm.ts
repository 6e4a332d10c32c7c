/** A sleep that can be cut short. A ring while nobody sleeps cuts the next sleep. */
export class Alarm {
  #isRung = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#isRung = true;
    this.#wake?.();
  }

  /** Sleeps `leastMs` in any case, and then until `mostMs` are over or it is rung. */
  async sleep(leastMs: number, mostMs: number): Promise<void> {
    await this.#wait(Math.min(leastMs, mostMs), false);
    if (!this.#isRung && mostMs > leastMs) await this.#wait(mostMs - leastMs, true);
    this.#isRung = false;
  }

  #wait(ms: number, mayWake: boolean): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, Math.max(0, ms));
      if (mayWake) this.#wake = done;
    });
  }
}
