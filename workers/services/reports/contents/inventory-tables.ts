import type {
  CurrencyStock,
  StockOfProduct,
  StockSums,
} from '../../../../src/domain/reports/read-inventory.ts';
import { capitalized, formatCount, formatShare, type MoneyFormat } from '../format.ts';
import type { TableBlock } from '../report-document.ts';
import { coverOf } from './cover-of.ts';

/** The stock of each category, and of all. */
export function categoryTable(
  { categories, total }: CurrencyStock,
  money: MoneyFormat,
  days: number,
): TableBlock {
  const rowOf = (name: string, sums: StockSums): readonly string[] => [
    name,
    formatCount(sums.products),
    formatCount(sums.low),
    formatCount(sums.unitsSold),
    formatCount(sums.units),
    coverOf(sums.units, sums.unitsSold, days),
    money.full(sums.valueMinor),
    formatShare(sums.valueMinor, total.valueMinor),
  ];
  return {
    kind: 'table',
    title: 'Categories',
    columns: [
      { title: 'Category', isWide: true },
      ...['Products', 'Low', 'Sold', 'In stock', 'Days of cover', 'Value', 'Share'].map(number),
    ],
    rows: [...categories.map((each) => rowOf(capitalized(each.category), each)), rowOf('All', total)],
    sums: [categories.length],
  };
}

/** Single products with what is left and how long it lasts. */
export function productTable(
  title: string,
  products: readonly StockOfProduct[],
  { money, days }: { readonly money: MoneyFormat; readonly days: number },
): TableBlock {
  return {
    kind: 'table',
    title,
    columns: [
      { title: 'SKU' },
      { title: 'Product', isWide: true },
      ...['Sold', 'In stock', 'Low at', 'On order', 'Days of cover', 'Value'].map(number),
    ],
    rows: products.map(({ sku, name, sold, closing, threshold, onOrder, valueMinor }) => [
      ...[sku, name, formatCount(sold), formatCount(closing), formatCount(threshold), formatCount(onOrder)],
      coverOf(closing, sold, days),
      money.full(valueMinor),
    ]),
  };
}

function number(title: string) {
  return { title, isNumber: true };
}
