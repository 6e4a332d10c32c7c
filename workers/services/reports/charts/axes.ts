import { PALETTE } from '../palette.ts';

const label = { color: PALETTE.muted, fontSize: 11, fontFamily: 'Roboto' };

/** Names along an axis: no ticks, one line. */
export function nameAxis(names: readonly string[]) {
  return {
    type: 'category' as const,
    data: [...names],
    axisTick: { show: false },
    axisLine: { lineStyle: { color: PALETTE.muted } },
    axisLabel: { ...label, hideOverlap: true },
  };
}

/** Values along an axis, with a hair line at each. */
export function valueAxis(format: (value: number) => string) {
  return {
    type: 'value' as const,
    splitNumber: 4,
    // What is counted here, pennies too, is whole: there is no half of a user.
    minInterval: 1,
    splitLine: { lineStyle: { color: PALETTE.rule, width: 0.7 } },
    axisLabel: { ...label, formatter: format },
  };
}
