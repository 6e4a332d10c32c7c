/** The series of one metric, one for each combination of values of its labels. */
export class SeriesTable<Series> {
  readonly #labels: readonly string[];
  readonly #make: () => Series;
  readonly #series = new Map<string, readonly [values: Readonly<Record<string, string>>, series: Series]>();

  constructor(labels: readonly string[], make: () => Series) {
    this.#labels = labels;
    this.#make = make;
  }

  /** The series under these values, in the order of the labels. Keep it where it is used often. */
  of(...values: readonly string[]): Series {
    const key = values.join('\u0000');
    const known = this.#series.get(key);
    if (known) return known[1];
    const series = this.#make();
    this.#series.set(key, [
      Object.fromEntries(this.#labels.map((label, at) => [label, values[at] ?? ''])),
      series,
    ]);
    return series;
  }

  entries(): Iterable<readonly [values: Readonly<Record<string, string>>, series: Series]> {
    return this.#series.values();
  }
}
