/** Resolves `passed` when so many have been counted. */
export class Milestone {
  readonly goal: number;
  readonly passed: Promise<void>;
  #pass = (): void => {};

  constructor(goal: number) {
    this.goal = Math.ceil(goal);
    this.passed = new Promise((resolve) => {
      this.#pass = resolve;
    });
  }

  pass(count: number): void {
    if (count === this.goal) this.#pass();
  }
}
