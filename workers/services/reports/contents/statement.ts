import type { PeriodTrade } from './both-trades.ts';
import { commissionOn } from './commission-on.ts';

/** A profit and loss account in minor units of one currency. */
export interface Statement {
  readonly grossMinor: number;
  readonly discountMinor: number;
  readonly refundMinor: number;
  readonly netMinor: number;
  readonly costMinor: number;
  readonly grossProfitMinor: number;
  /** What the marketplace keeps, worked out for each seller and the whole period. */
  readonly commissionMinor: number;
  readonly operatingProfitMinor: number;
}

/** Works out what is left of the sales of a period. */
export function statementOf({ total, sellers }: PeriodTrade): Statement {
  const { grossMinor, discountMinor, refundMinor, netMinor, costMinor } = total;
  const commissionMinor = sellers.reduce(
    (sum, seller) => sum + commissionOn(seller.netMinor, seller.commissionBps),
    0,
  );
  const grossProfitMinor = netMinor - costMinor;
  return {
    ...{ grossMinor, discountMinor, refundMinor, netMinor, costMinor, grossProfitMinor, commissionMinor },
    operatingProfitMinor: grossProfitMinor - commissionMinor,
  };
}
