import type { EChartsCoreOption } from 'echarts/core';
import { PALETTE } from '../palette.ts';
import { nameAxis, valueAxis } from './axes.ts';
import type { StepChart } from './chart.ts';

/** Sums stand on the ground, the steps between them hang where the last one ended. */
export function stepOption({ steps, format }: StepChart): EChartsCoreOption {
  const spans = spansOf(steps);
  return {
    grid: { left: 4, right: 8, top: 18, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { ...nameAxis(steps.map(({ name }) => name)), axisLabel: { ...LABEL, interval: 0 } },
    yAxis: valueAxis(format),
    series: [
      {
        type: 'bar',
        stack: 'steps',
        silent: true,
        itemStyle: { color: 'none' },
        data: spans.map(({ low }) => low),
      },
      {
        type: 'bar',
        stack: 'steps',
        barMaxWidth: 54,
        data: spans.map(({ low, high, isSum }) => ({
          value: high - low,
          itemStyle: { color: isSum ? PALETTE.strong : PALETTE.light },
        })),
        label: {
          show: true,
          position: 'top',
          ...LABEL,
          formatter: ({ dataIndex }: { readonly dataIndex: number }) => steps[dataIndex]?.label ?? '',
        },
      },
    ],
  };
}

const LABEL = { color: PALETTE.ink, fontSize: 11, fontFamily: 'Roboto' };

function spansOf(steps: StepChart['steps']) {
  let level = 0;
  return steps.map(({ value, isSum }) => {
    const from = isSum ? 0 : level;
    level = isSum ? value : level + value;
    return { low: Math.min(from, level), high: Math.max(from, level), isSum };
  });
}
