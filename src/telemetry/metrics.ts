import { collectDefaultMetrics, type Metric, Registry } from 'prom-client';
import { CounterSeries } from './counter-series.ts';
import { HistogramSeries, type Sample } from './histogram-series.ts';
import { SeriesTable } from './series-table.ts';

export type MetricName = `nightshift_${string}`;

/** What a metric says of itself: the help line, and the names of its labels (values are given in this order). */
export interface MetricAbout {
  readonly help: string;
  readonly labels?: readonly string[];
}

/** Values of the labels, and what stands under them now. */
export type Reading = readonly [labels: readonly string[], value: number];

/**
 * The metrics of one process. Counting and observing cost some 20 ns, because the sums are plain numbers that
 * prom-client sees only when somebody asks (its own counters and histograms take 700).
 */
export class Metrics {
  readonly #registry = new Registry();

  /** Adds what Node tells of this process: CPU, memory, garbage collection, event loop lag. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.#registry, prefix: 'nightshift_' });
  }

  /** A sum that only grows; its name ends in `_total`. */
  counter(name: `${MetricName}_total`, { help, labels = [] }: MetricAbout): SeriesTable<CounterSeries> {
    const table = new SeriesTable(labels, () => new CounterSeries());
    this.#register({ name, help, type: 'counter' }, () =>
      [...table.entries()].map(([values, { sum }]) => ({ metricName: name, labels: values, value: sum })),
    );
    return table;
  }

  /** How a duration in seconds is distributed; its name ends in `_seconds`. */
  histogram(name: `${MetricName}_seconds`, { help, labels = [] }: MetricAbout): SeriesTable<HistogramSeries> {
    const table = new SeriesTable(labels, () => new HistogramSeries());
    this.#register({ name, help, type: 'histogram' }, () =>
      [...table.entries()].flatMap(([values, series]) => series.samples(name, values)),
    );
    return table;
  }

  /** What `read` says at the moment somebody asks; a read that fails leaves the metric out. */
  gauge(
    name: MetricName,
    { help, labels = [] }: MetricAbout,
    read: () => readonly Reading[] | Promise<readonly Reading[]>,
  ): void {
    this.#register({ name, help, type: 'gauge' }, async () => {
      const readings = await Promise.resolve()
        .then(read)
        .catch(() => []);
      return readings.map(([values, value]) => ({
        metricName: name,
        labels: Object.fromEntries(labels.map((label, at) => [label, values[at] ?? ''])),
        value,
      }));
    });
  }

  /** Everything in Prometheus' text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** The `Content-Type` of `text`. */
  get contentType(): string {
    return this.#registry.contentType;
  }

  #register(
    about: { readonly name: MetricName; readonly help: string; readonly type: string },
    read: () => readonly Sample[] | Promise<readonly Sample[]>,
  ): void {
    const get = async () => ({ ...about, aggregator: 'sum', values: await read() });
    // as: what the registry asks of a metric is its name and `get`, whose answer is the documented one
    this.#registry.registerMetric({ name: about.name, get } as unknown as Metric);
  }
}
