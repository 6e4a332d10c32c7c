import type { Chart } from './charts/chart.ts';

/** What a report says, before anything is drawn. */
export interface ReportDocument {
  readonly title: string;
  /** Whose figures: a seller, or all. */
  readonly subject: string;
  /** The days, in words. */
  readonly period: string;
  /** What the changes are against. */
  readonly comparedWith: string;
  readonly timeZone: string;
  readonly sections: readonly ReportSection[];
  /** How the figures are meant; the last lines of the report. */
  readonly notes: readonly string[];
}

/** What belongs together: one currency, say. */
export interface ReportSection {
  readonly heading?: string | undefined;
  readonly keyFigures: readonly KeyFigure[];
  readonly blocks: readonly ReportBlock[];
}

export interface KeyFigure {
  readonly label: string;
  readonly value: string;
  readonly change?: Change | undefined;
}

/** How a figure stands to that of the period before. */
export interface Change {
  /** `+12.4%` */
  readonly text: string;
  readonly before: string;
  readonly mood: 'good' | 'bad' | 'neutral';
}

export type ReportBlock =
  | ChartBlock
  | { readonly kind: 'pair'; readonly charts: readonly ChartBlock[] }
  | TableBlock;

export interface ChartBlock {
  readonly kind: 'chart';
  readonly title: string;
  readonly chart: Chart;
}

export interface TableBlock {
  readonly kind: 'table';
  readonly title: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly string[])[];
  /** Rows, counted from 0, that sum up those above them. */
  readonly sums?: readonly number[];
}

export interface TableColumn {
  readonly title: string;
  readonly isNumber?: boolean;
  /** Takes what the others leave. */
  readonly isWide?: boolean;
}
