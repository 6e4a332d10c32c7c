import type { EChartsCoreOption } from 'echarts/core';
import { PALETTE } from '../palette.ts';
import { nameAxis } from './axes.ts';
import type { BarChart } from './chart.ts';

/** Bars from the left, each with its value at its end. */
export function barOption({ bars }: BarChart): EChartsCoreOption {
  const most = Math.max(0, ...bars.map(({ value }) => value));
  const least = Math.min(0, ...bars.map(({ value }) => value));
  const labels = bars.map(({ label }) => label);
  return {
    grid: { left: 4, right: 8, top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    // Room beyond the longest bar for what is written there.
    xAxis: { type: 'value', show: false, min: least * 1.4, max: most === 0 ? 1 : most * 1.4 },
    yAxis: {
      ...nameAxis(bars.map(({ name }) => name)),
      inverse: true,
      axisLabel: {
        color: PALETTE.ink,
        fontSize: 11,
        fontFamily: 'Roboto',
        width: 130,
        overflow: 'truncate',
        interval: 0,
      },
    },
    series: [
      {
        type: 'bar',
        data: bars.map(({ value }) => value),
        itemStyle: { color: PALETTE.strong },
        barMaxWidth: 15,
        label: {
          show: true,
          position: 'right',
          color: PALETTE.ink,
          fontSize: 11,
          fontFamily: 'Roboto',
          formatter: ({ dataIndex }: { readonly dataIndex: number }) => labels[dataIndex] ?? '',
        },
      },
    ],
  };
}
