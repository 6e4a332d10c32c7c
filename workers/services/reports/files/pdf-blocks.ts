import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { drawChart } from '../charts/draw-chart.ts';
import { PALETTE } from '../palette.ts';
import type { ChartBlock, ReportBlock, TableBlock } from '../report-document.ts';

/** In points: an A4 page less its margins. */
const WIDTH = 511;
const GAP = 18;
/** Charts are drawn larger and set smaller, so that their letters fit those of the text. */
const PIXELS_A_POINT = 1.32;

/** Sets a chart, two of them side by side, or a table, each with its title. */
export function blockContent(block: ReportBlock): Content {
  switch (block.kind) {
    case 'chart':
      return chartContent(block, { width: WIDTH, height: 150 });
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
    stack: [blockTitle(title), { svg: drawChart(chart, pixels), width, height }],
  };
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
  return {
    margin: [0, 6, 0, 10],
    // A title alone at the foot of a page would say nothing.
    unbreakable: rows.length <= 24,
    stack: [
      blockTitle(title),
      {
        table: {
          headerRows: 1,
          keepWithHeaderRows: 2,
          dontBreakRows: true,
          widths: columns.map(({ isWide }) => (isWide === true ? '*' : 'auto')),
          body: [heading, ...body],
        },
        layout: {
          hLineWidth: (line) => (line === 0 ? 0 : line === 1 ? 0.9 : sums.includes(line - 1) ? 0.7 : 0.35),
          hLineColor: (line) => (line === 1 || sums.includes(line - 1) ? PALETTE.ink : PALETTE.rule),
          vLineWidth: () => 0,
          paddingLeft: (column) => (column === 0 ? 0 : 7),
          paddingRight: (column) => (column === columns.length - 1 ? 0 : 7),
          paddingTop: () => 2.6,
          paddingBottom: () => 2.2,
        },
      },
    ],
  };
}
