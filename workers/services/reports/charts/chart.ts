/** A chart as its data. Values are formatted where they are shown. */
export type Chart = ColumnChart | BarChart | StepChart;

/** Values side by side over time, with those of the period before as a line. */
export interface ColumnChart {
  readonly kind: 'columns';
  readonly labels: readonly string[];
  readonly columns: readonly Series[];
  readonly lines?: readonly Series[];
  readonly format: (value: number) => string;
}

/** One value for each name, the first on top. */
export interface BarChart {
  readonly kind: 'bars';
  readonly bars: readonly { readonly name: string; readonly value: number; readonly label: string }[];
}

/** How a sum comes about: steps up and down between the sums. */
export interface StepChart {
  readonly kind: 'steps';
  readonly steps: readonly {
    readonly name: string;
    readonly value: number;
    readonly isSum: boolean;
    readonly label: string;
  }[];
  readonly format: (value: number) => string;
}

export interface Series {
  readonly name: string;
  readonly values: readonly number[];
}
