import { profitRows } from '../../../../src/domain/reports/profit-rows.ts';
import type { TradeOf } from '../../../../src/domain/reports/read-trade.ts';
import {
  capitalized,
  changeOf,
  changeOfShare,
  formatShare,
  type MoneyFormat,
  moneyFormat,
} from '../format.ts';
import type { ReportContent, ReportQuestion } from '../report-content.ts';
import type { KeyFigure, ReportBlock, TableBlock } from '../report-document.ts';
import { type BothTrades, readBothTrades } from './both-trades.ts';
import { bySlice } from './by-slice.ts';
import { type Statement, statementOf } from './statement.ts';
import { statementTable } from './statement-table.ts';

/** What is left of the sales after discounts, refunds, the cost of the goods and the commission. */
export const profitLossContent: ReportContent = {
  title: 'Profit and loss',
  notes: [
    'Cost of goods is what the units sold had cost on the day of the order; units that came back fit for sale are taken off again, damaged ones are not.',
    'The marketplace’s commission is worked out on the net sales of each seller over the whole period. Shipping is passed on and in neither sales nor costs.',
  ],
  rows: profitRows,
  read: async (db, question) => {
    const trades = await readBothTrades(db, question, 'profit');
    const statements = trades.map((trade) => ({
      trade,
      now: statementOf(trade.now),
      was: statementOf(trade.was),
    }));
    return {
      sections: statements.map(({ trade, now, was }) => {
        const money = moneyFormat(trade.currency);
        return {
          heading: trades.length > 1 ? `Profit and loss in ${trade.currency}` : undefined,
          keyFigures: keyFiguresOf(now, was, money),
          blocks: [statementTable(now, was, money), stepsOf(now, money), ...blocksOf(trade, question, money)],
        };
      }),
      figures: Object.fromEntries(statements.map(({ trade, now }) => [trade.currency, { ...now }])),
    };
  },
};

function keyFiguresOf(now: Statement, was: Statement, money: MoneyFormat): readonly KeyFigure[] {
  const figure = (label: string, name: keyof Statement) => ({
    label,
    value: money.full(now[name]),
    change: changeOf(now[name], was[name], { format: money.full }),
  });
  const margin = ({ operatingProfitMinor, netMinor }: Statement) => ({
    part: operatingProfitMinor,
    of: netMinor,
  });
  const { part, of } = margin(now);
  return [
    figure('Net sales', 'netMinor'),
    figure('Gross profit', 'grossProfitMinor'),
    figure('Operating profit', 'operatingProfitMinor'),
    { label: 'Margin', value: formatShare(part, of), change: changeOfShare(margin(now), margin(was)) },
  ];
}

function stepsOf(now: Statement, money: MoneyFormat): ReportBlock {
  const step = (name: string, value: number, isSum = false) => ({
    ...{ name, value, isSum },
    label: money.short(value),
  });
  return {
    kind: 'chart',
    title: 'From gross sales to profit',
    chart: {
      kind: 'steps',
      steps: [
        step('Gross sales', now.grossMinor, true),
        step('Discounts', -now.discountMinor),
        step('Refunds', -now.refundMinor),
        step('Net sales', now.netMinor, true),
        step('Cost of goods', -now.costMinor),
        step('Commission', -now.commissionMinor),
        step('Profit', now.operatingProfitMinor, true),
      ],
      format: money.short,
    },
  };
}

function blocksOf({ now }: BothTrades, question: ReportQuestion, money: MoneyFormat): readonly ReportBlock[] {
  const { labels, unit } = question.slices;
  const series = (name: string, value: (net: number, cost: number) => number) => ({
    name,
    values: bySlice(now.slices, labels.length, ({ netMinor, costMinor }) => value(netMinor, costMinor)),
  });
  const blocks: ReportBlock[] = [
    {
      kind: 'chart',
      title: `Net sales and gross profit by ${unit}`,
      chart: {
        kind: 'columns',
        labels,
        columns: [series('Net sales', (net) => net), series('Gross profit', (net, cost) => net - cost)],
        format: money.short,
      },
    },
  ];
  if (now.categories.length === 0) return blocks;
  const categories = now.categories.map((each) => ({ ...each, name: capitalized(each.name) }));
  blocks.push(tableOf('Gross profit by category', 'Category', categories, money));
  blocks.push(tableOf('Products with the highest gross profit', 'Product', now.products, money));
  if (question.sellerId === undefined) {
    const best = now.sellers.toSorted((one, other) => profitOf(other) - profitOf(one)).slice(0, 12);
    blocks.push(tableOf('Sellers with the highest gross profit', 'Seller', best, money));
  }
  return blocks;
}

function tableOf(title: string, what: string, parts: readonly TradeOf[], money: MoneyFormat): TableBlock {
  return {
    kind: 'table',
    title,
    columns: [
      { title: what, isWide: true },
      ...['Net sales', 'Cost of goods', 'Gross profit', 'Margin'].map((name) => ({
        title: name,
        isNumber: true,
      })),
    ],
    rows: parts.map((part) => [
      part.name,
      money.full(part.netMinor),
      money.full(part.costMinor),
      money.full(profitOf(part)),
      formatShare(profitOf(part), part.netMinor),
    ]),
  };
}

function profitOf({ netMinor, costMinor }: Pick<TradeOf, 'netMinor' | 'costMinor'>): number {
  return netMinor - costMinor;
}
