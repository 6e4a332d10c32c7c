import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { PALETTE } from '../palette.ts';
import { barOption } from './bar-option.ts';
import type { Chart } from './chart.ts';
import { columnOption } from './column-option.ts';
import { stepOption } from './step-option.ts';

use([BarChart, LineChart, GridComponent, LegendComponent, SVGRenderer]);

/** Draws a chart as SVG, `width` by `height` pixels, in Roboto at 11 pixels. */
export function drawChart(
  chart: Chart,
  { width, height }: { readonly width: number; readonly height: number },
): string {
  // No element: drawn to text. https://echarts.apache.org/handbook/en/how-to/cross-platform/server
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    drawing.setOption({ ...BASE, ...optionOf(chart) });
    // Its style sheet is about mice alone.
    return drawing.renderToSVGString().replace(/<style[\s\S]*?<\/style>/, '');
  } finally {
    // Else its timers keep the process from ending.
    drawing.dispose();
  }
}

const BASE: EChartsCoreOption = {
  animation: false,
  textStyle: { fontFamily: 'Roboto', fontSize: 11, color: PALETTE.muted },
};

function optionOf(chart: Chart): EChartsCoreOption {
  switch (chart.kind) {
    case 'columns':
      return columnOption(chart);
    case 'bars':
      return barOption(chart);
    case 'steps':
      return stepOption(chart);
  }
}
