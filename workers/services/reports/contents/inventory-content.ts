import { inventoryRows } from '../../../../src/domain/reports/inventory-rows.ts';
import {
  type CurrencyStock,
  readInventory,
  type StockSums,
} from '../../../../src/domain/reports/read-inventory.ts';
import { daysIn } from '../../../../src/domain/reports/slices.ts';
import { changeOf, formatCount, formatShort, type MoneyFormat, moneyFormat } from '../format.ts';
import type { ReportContent, ReportQuestion } from '../report-content.ts';
import type { KeyFigure, ReportBlock } from '../report-document.ts';
import { coverOf } from './cover-of.ts';
import { categoryTable, productTable } from './inventory-tables.ts';

/** What is in stock at the end of a period, what it is worth, and what is short or idle. */
export const inventoryContent: ReportContent = {
  title: 'Inventory',
  comparedWith: 'the beginning of the period',
  notes: [
    'Stock is that of the end of the period, summed from its movements. It is valued at today’s cost of each product.',
    'Low is a product at or below its own threshold. Cover is for how many days the stock lasts at the sales of the period.',
  ],
  rows: inventoryRows,
  read: async (db, question) => {
    const stocks = await readInventory(db, question, question.slices.starts);
    return {
      sections: stocks.map((stock) => {
        const money = moneyFormat(stock.currency);
        return {
          heading: stocks.length > 1 ? `Stock of sellers in ${stock.currency}` : undefined,
          keyFigures: keyFiguresOf(stock.total, money, daysIn(question.period)),
          blocks: blocksOf(stock, question, money),
        };
      }),
      figures: Object.fromEntries(stocks.map(({ currency, total }) => [currency, { ...total }])),
    };
  },
};

function keyFiguresOf(total: StockSums, money: MoneyFormat, days: number): readonly KeyFigure[] {
  const { valueMinor, openingValueMinor, units, openingUnits } = total;
  const either = { wanted: 'either' } as const;
  return [
    {
      label: 'Value at cost',
      value: money.full(valueMinor),
      change: changeOf(valueMinor, openingValueMinor, { format: money.full, ...either }),
    },
    {
      label: 'Units in stock',
      value: formatCount(units),
      change: changeOf(units, openingUnits, { format: formatCount, ...either }),
    },
    { label: 'Out of stock', value: `${formatCount(total.outOfStock)} of ${formatCount(total.products)}` },
    { label: 'Low', value: `${formatCount(total.low)} of ${formatCount(total.products)}` },
    { label: 'Units sold', value: formatCount(total.unitsSold) },
    { label: 'Days of cover', value: coverOf(units, total.unitsSold, days) },
    { label: 'Cost of goods sold', value: money.full(total.soldCostMinor) },
    { label: 'Value not selling', value: money.full(total.idleValueMinor) },
  ];
}

function blocksOf(
  stock: CurrencyStock,
  question: ReportQuestion,
  money: MoneyFormat,
): readonly ReportBlock[] {
  const { labels, unit } = question.slices;
  const days = daysIn(question.period);
  const blocks: ReportBlock[] = [
    {
      kind: 'chart',
      title: `Units in and out by ${unit}`,
      chart: {
        kind: 'columns',
        labels,
        columns: [
          { name: 'In', values: stock.received },
          { name: 'Out', values: stock.left },
        ],
        format: formatShort,
      },
    },
    {
      kind: 'chart',
      title: `Units in stock at the end of each ${unit}`,
      chart: {
        kind: 'columns',
        labels,
        columns: [{ name: 'Units', values: levelsOf(stock) }],
        format: formatShort,
      },
    },
    categoryTable(stock, money, days),
  ];
  if (stock.short.length > 0) blocks.push(productTable('Low and out of stock', stock.short, { money, days }));
  if (stock.idle.length > 0) blocks.push(productTable('In stock and not sold', stock.idle, { money, days }));
  return blocks;
}

/** Counted back from the end, so that the last is what is in stock, retired products and all. */
function levelsOf({ total, received, left }: CurrencyStock): readonly number[] {
  const levels: number[] = [];
  let level = total.units;
  for (let slice = received.length - 1; slice >= 0; slice--) {
    levels.unshift(level);
    level -= (received[slice] ?? 0) - (left[slice] ?? 0);
  }
  return levels;
}
