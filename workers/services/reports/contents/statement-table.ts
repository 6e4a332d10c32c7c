import { changeOf, formatShare, type MoneyFormat } from '../format.ts';
import type { TableBlock } from '../report-document.ts';
import type { Statement } from './statement.ts';

/** The account line by line: what is taken off has a minus, sums stand out. */
export function statementTable(now: Statement, was: Statement, money: MoneyFormat): TableBlock {
  const line = (label: string, name: keyof Statement, sign: 1 | -1 = 1): readonly string[] => {
    const [mine, theirs] = [now[name] * sign, was[name] * sign];
    return [
      label,
      money.full(mine),
      formatShare(now[name] * sign, now.netMinor),
      money.full(theirs),
      changeOf(now[name], was[name], { format: money.full }).text,
    ];
  };
  const number = (title: string) => ({ title, isNumber: true });
  return {
    kind: 'table',
    title: 'Profit and loss account',
    columns: [
      { title: '', isWide: true },
      ...['This period', 'Of net sales', 'Period before', 'Change'].map(number),
    ],
    rows: [
      line('Gross sales', 'grossMinor'),
      line('Discounts', 'discountMinor', -1),
      line('Refunds', 'refundMinor', -1),
      line('Net sales', 'netMinor'),
      line('Cost of goods sold', 'costMinor', -1),
      line('Gross profit', 'grossProfitMinor'),
      line('Marketplace commission', 'commissionMinor', -1),
      line('Operating profit', 'operatingProfitMinor'),
    ],
    sums: [3, 5, 7],
  };
}
