import type { Content, TableCell } from 'pdfmake/interfaces.js';
import type { Chart } from '../charts/chart.ts';
import { drawChart } from '../charts/draw-chart.ts';
import { PALETTE } from '../palette.ts';
import type { ChartBlock, ReportBlock, TableBlock } from '../report-document.ts';

/** In points: an A4 page less its margins. */
const WIDTH = 511;
const GAP = 18;
/** Tables up to so many rows are not broken. */
const WHOLE_ROWS = 12;
/** Charts are drawn larger and set smaller, so that their letters fit those of the text. */
const PIXELS_A_POINT = 1.32;

/** Sets a chart, two of them side by side, or a table, each with its title. */
export function blockContent(block: ReportBlock): Content {
  switch (block.kind) {
    case 'chart':
      return chartContent(block, { width: WIDTH, height: 138 });
    case 'pair':
      return {
        unbreakable: true,
        columnGap: GAP,
        columns: block.charts.map((chart) =>
          chartContent(chart, { width: (WIDTH - GAP) / 2, height: heightOfPair(block.charts) }),
        ),
      };
    case 'table':
      return tableContent(block);
  }
}

function heightOfPair(charts: readonly ChartBlock[]): number {
  const most = Math.max(...charts.map(({ chart }) => (chart.kind === 'bars' ? chart.bars.length : 8)));
  return 16 + most * 15;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function chartContent({ title, chart }: ChartBlock, { width, height }: Size): Content {
  const pixels = { width: Math.round(width * PIXELS_A_POINT), height: Math.round(height * PIXELS_A_POINT) };
  return {
    unbreakable: true,
    margin: [0, 4, 0, 10],
    stack: [
      blockTitle(title),
      isEmpty(chart)
        ? { text: 'Nothing in this period or the one before.', color: PALETTE.muted }
        : { svg: drawChart(chart, pixels), width, height },
    ],
  };
}

/** A chart of nothing but zeros would be an axis without a scale. */
function isEmpty(chart: Chart): boolean {
  if (chart.kind !== 'columns') return false;
  return [...chart.columns, ...(chart.lines ?? [])].every(({ values }) =>
    values.every((value) => value === 0),
  );
}

function blockTitle(text: string): Content {
  return { text, fontSize: 11, bold: true, margin: [0, 4, 0, 5] };
}

function tableContent({ title, columns, rows, sums = [] }: TableBlock): Content {
  const cell = (text: string, column: number, style: object): TableCell => ({
    text,
    alignment: columns[column]?.isNumber === true ? 'right' : 'left',
    noWrap: columns[column]?.isNumber === true,
    ...style,
  });
  const heading = columns.map(({ title: text }, column) =>
    cell(text, column, { bold: true, color: PALETTE.muted, fontSize: 8 }),
  );
  const body = rows.map((row, nth) =>
    row.map((text, column) => cell(text, column, { bold: sums.includes(nth), fontSize: 8.5 })),
  );
  // The title is a heading of the table, so that it never stands alone and comes again on the next page.
  const titleRow: TableCell[] = columns.map((_, column) =>
    column === 0 ? { text: title, fontSize: 11, bold: true, colSpan: columns.length } : '',
  );
  return {
    margin: [0, 6, 0, 10],
    unbreakable: rows.length <= WHOLE_ROWS,
    table: {
      headerRows: 2,
      keepWithHeaderRows: 3,
      dontBreakRows: true,
      widths: columns.map(({ isWide }) => (isWide === true ? '*' : 'auto')),
      body: [titleRow, heading, ...body],
    },
    layout: {
      hLineWidth: (line) => (line < 2 ? 0 : line === 2 ? 0.9 : sums.includes(line - 2) ? 0.7 : 0.35),
      hLineColor: (line) => (line === 2 || sums.includes(line - 2) ? PALETTE.ink : PALETTE.rule),
      vLineWidth: () => 0,
      paddingLeft: (column) => (column === 0 ? 0 : 7),
      paddingRight: (column) => (column === columns.length - 1 ? 0 : 7),
      paddingTop: () => 2.6,
      paddingBottom: () => 2.2,
    },
  };
}
