import type { DomainReader } from '../domain-tables.ts';
import { findImage, type ImageDetails } from '../images/find-image.ts';
import { type StockLevel, stockOf } from '../inventory/stock-of.ts';
import { findRecommendations, type RecommendedProduct } from '../recommendations/find-recommendations.ts';
import { findReport, findReportsOf, type StoredReport } from '../reports/find-reports.ts';
import { cacheKeys, cacheTags } from './cache-keys.ts';
import type { Keep } from './keep.ts';

export interface ShopCaches {
  /** Undefined when none is recorded. */
  stock(productId: number): Promise<StockLevel | undefined>;
  /** By its name in the media store. */
  image(key: string): Promise<ImageDetails | undefined>;
  /** Best first. */
  recommendations(userId: number): Promise<readonly RecommendedProduct[]>;
  report(reportId: number): Promise<StoredReport | undefined>;
  /** The last 100 about a seller, or (null) about all of them. */
  reportsOf(sellerId: number | null): Promise<readonly StoredReport[]>;
}

export function shopCaches(reader: DomainReader, keep: Keep): ShopCaches {
  return {
    stock: (productId) => {
      const read = async (): Promise<StockLevel | undefined> => (await stockOf(reader, [productId]))[0];
      return keep(cacheKeys.stock(productId), read);
    },
    image: (key) => keep(cacheKeys.image(key), () => findImage(reader, key)),
    recommendations: (userId) =>
      keep(cacheKeys.recommendations(userId), () => findRecommendations(reader, userId), [
        cacheTags.user(userId),
      ]),
    report: (reportId) => keep(cacheKeys.report(reportId), () => findReport(reader, reportId)),
    reportsOf: (sellerId) => keep(cacheKeys.reports(sellerId), () => findReportsOf(reader, sellerId)),
  };
}
