import type { TradeOf } from '../../../../src/domain/reports/read-trade.ts';
import { salesRows } from '../../../../src/domain/reports/sales-rows.ts';
import { slicesOf } from '../../../../src/domain/reports/slices.ts';
import { capitalized, changeOf, formatCount, formatShare, type MoneyFormat, moneyFormat } from '../format.ts';
import type { ReportContent, ReportQuestion } from '../report-content.ts';
import type { KeyFigure, ReportBlock, ReportSection, TableBlock } from '../report-document.ts';
import { type BothTrades, type PeriodTrade, readBothTrades } from './both-trades.ts';
import { bySlice } from './by-slice.ts';

/** What was sold: orders, units and money, over time, by category, product and seller. */
export const salesContent: ReportContent = {
  title: 'Sales',
  notes: [
    'Orders count on the day they were placed, refunds on the day the goods came back. Cancelled orders count in nothing but their own number.',
    'Net sales are gross sales less discounts and refunds, without shipping. The discount of an order is spread over its lines in proportion.',
  ],
  rows: salesRows,
  read: async (db, question) => {
    const trades = await readBothTrades(db, question, 'net');
    return {
      sections: trades.map((trade) => sectionOf(trade, question, trades.length > 1)),
      figures: Object.fromEntries(trades.map((trade) => [trade.currency, figuresOf(trade.now)])),
    };
  },
};

function figuresOf({ total, orders }: PeriodTrade) {
  const { unitsSold, unitsReturned, grossMinor, discountMinor, refundMinor, netMinor } = total;
  const { orders: count, cancelled, buyers, shippingMinor } = orders;
  return {
    ...{ orders: count, cancelled, buyers, unitsSold, unitsReturned },
    ...{ grossMinor, discountMinor, refundMinor, netMinor, shippingMinor },
    averageOrderMinor: averageOrder({ total, orders }),
  };
}

/** Of what was paid for the goods when they were ordered. */
function averageOrder({ total, orders }: Pick<PeriodTrade, 'total' | 'orders'>): number {
  return orders.orders === 0 ? 0 : Math.round((total.grossMinor - total.discountMinor) / orders.orders);
}

function sectionOf(trade: BothTrades, question: ReportQuestion, isOneOfSeveral: boolean): ReportSection {
  const money = moneyFormat(trade.currency);
  return {
    heading: isOneOfSeveral ? `Sales in ${trade.currency}` : undefined,
    keyFigures: keyFiguresOf(trade, money),
    blocks: blocksOf(trade, question, money),
  };
}

function keyFiguresOf({ now, was }: BothTrades, money: MoneyFormat): readonly KeyFigure[] {
  const [mine, theirs] = [figuresOf(now), figuresOf(was)];
  const figure = (label: string, name: keyof typeof mine, wanted: 'more' | 'less' | 'either' = 'more') => {
    const format = name.endsWith('Minor') ? money.full : formatCount;
    return {
      label,
      value: format(mine[name]),
      change: changeOf(mine[name], theirs[name], { format, wanted }),
    };
  };
  return [
    figure('Net sales', 'netMinor'),
    figure('Orders', 'orders'),
    figure('Average order', 'averageOrderMinor'),
    figure('Buyers', 'buyers'),
    figure('Gross sales', 'grossMinor'),
    figure('Discounts', 'discountMinor', 'either'),
    figure('Refunds', 'refundMinor', 'less'),
    figure('Units sold', 'unitsSold'),
  ];
}

function blocksOf(
  { now, was }: BothTrades,
  question: ReportQuestion,
  money: MoneyFormat,
): readonly ReportBlock[] {
  const { labels, unit } = question.slices;
  const net = (trade: PeriodTrade, count: number) => bySlice(trade.slices, count, ({ netMinor }) => netMinor);
  const beforeCount = Math.min(labels.length, slicesOf(question.before).labels.length);
  const isWhole = question.sellerId === undefined;
  const barsOf = (parts: readonly TradeOf[]) => ({
    kind: 'bars' as const,
    bars: parts
      .slice(0, 8)
      .map(({ name, netMinor }) => ({ name, value: netMinor, label: money.short(netMinor) })),
  });
  const { sellers, products } = now;
  const categories = now.categories.map((each) => ({ ...each, name: capitalized(each.name) }));
  const blocks: ReportBlock[] = [
    {
      kind: 'chart',
      title: `Net sales by ${unit}`,
      chart: {
        kind: 'columns',
        labels,
        columns: [{ name: 'This period', values: net(now, labels.length) }],
        lines: [{ name: 'Period before', values: net(was, beforeCount) }],
        format: money.short,
      },
    },
  ];
  if (categories.length === 0) return blocks;
  blocks.push({
    kind: 'pair',
    charts: [
      { kind: 'chart', title: 'Net sales by category', chart: barsOf(categories) },
      isWhole
        ? { kind: 'chart', title: 'Best sellers', chart: barsOf(sellers) }
        : { kind: 'chart', title: 'Best products', chart: barsOf(products) },
    ],
  });
  const total = { ...now.total, key: '', name: 'All' };
  blocks.push(tableOf('Products with the highest net sales', 'Product', { parts: products, total, money }));
  blocks.push(tableOf('Categories', 'Category', { parts: categories, total, money, hasSum: true }));
  if (isWhole)
    blocks.push(
      tableOf('Sellers with the highest net sales', 'Seller', { parts: sellers.slice(0, 12), total, money }),
    );
  return blocks;
}

interface TradeTable {
  readonly parts: readonly TradeOf[];
  readonly total: TradeOf;
  readonly money: MoneyFormat;
  readonly hasSum?: boolean;
}

function tableOf(
  title: string,
  what: string,
  { parts, total, money, hasSum = false }: TradeTable,
): TableBlock {
  const rowOf = (part: TradeOf): readonly string[] => [
    part.name,
    formatCount(part.unitsSold),
    money.full(part.grossMinor),
    money.full(part.discountMinor),
    money.full(part.refundMinor),
    money.full(part.netMinor),
    formatShare(part.netMinor, total.netMinor),
  ];
  const number = (name: string) => ({ title: name, isNumber: true });
  return {
    kind: 'table',
    title,
    columns: [
      { title: what, isWide: true },
      ...['Units', 'Gross', 'Discounts', 'Refunds', 'Net sales', 'Share'].map(number),
    ],
    rows: [...parts, ...(hasSum ? [total] : [])].map(rowOf),
    sums: hasSum ? [parts.length] : [],
  };
}
