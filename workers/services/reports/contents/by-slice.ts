import type { Trade, TradeOf } from '../../../../src/domain/reports/read-trade.ts';

/** A value for each slice, 0 where nothing was traded. */
export function bySlice(
  slices: readonly TradeOf[],
  count: number,
  value: (trade: Trade) => number,
): readonly number[] {
  const values = new Map(slices.map((slice) => [Number(slice.key), value(slice)]));
  return Array.from({ length: count }, (_, slice) => values.get(slice) ?? 0);
}
