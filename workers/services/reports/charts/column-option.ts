import type { EChartsCoreOption } from 'echarts/core';
import { PALETTE } from '../palette.ts';
import { nameAxis, valueAxis } from './axes.ts';
import type { ColumnChart } from './chart.ts';

const FILLS = [PALETTE.strong, PALETTE.light];

/** Columns by time; what is compared with them is a dashed line. */
export function columnOption({ labels, columns, lines = [], format }: ColumnChart): EChartsCoreOption {
  const hasLegend = columns.length + lines.length > 1;
  return {
    grid: {
      left: 4,
      right: 8,
      top: hasLegend ? 34 : 10,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    legend: {
      show: hasLegend,
      right: 0,
      top: 0,
      itemWidth: 18,
      itemHeight: 9,
      textStyle: { color: PALETTE.muted, fontSize: 11, fontFamily: 'Roboto' },
    },
    xAxis: nameAxis(labels),
    yAxis: valueAxis(format),
    series: [
      ...columns.map(({ name, values }, nth) => ({
        type: 'bar' as const,
        name,
        data: [...values],
        itemStyle: { color: FILLS[nth % FILLS.length] },
        barCategoryGap: '28%',
        barGap: '8%',
        barMaxWidth: 46,
      })),
      ...lines.map(({ name, values }) => ({
        type: 'line' as const,
        name,
        data: [...values],
        showSymbol: values.length < 2,
        symbol: 'circle',
        lineStyle: { color: PALETTE.line, width: 1.6, type: 'dashed' as const },
        itemStyle: { color: PALETTE.line },
      })),
    ],
  };
}
