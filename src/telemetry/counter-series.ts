/** A sum that only grows. */
export class CounterSeries {
  #sum = 0;

  get sum(): number {
    return this.#sum;
  }

  add(count: number): void {
    this.#sum += count;
  }
}
