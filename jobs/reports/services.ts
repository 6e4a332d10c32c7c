import type { AttemptContext, HandlerContext, LedgerTransaction } from '../../src/job/handler-context.ts';
import type { Json } from '../../src/job/json.ts';
import type { HandlerOutcome } from '../../src/job/outcome.ts';
import type { Producer } from '../../src/producer/producer.ts';

/** What the handlers of this folder need beside the platform. */
export interface ReportServices {
  readonly reports: Reports;
  readonly within: Producer['within'];
  /** What a path of the board is called in a mail. */
  readonly boardLink: (path: string) => string;
  /** What the payload of a mail may come to; a PDF that fits goes with it. */
  readonly maxPayloadBytes: number;
}

export type ReportContext = HandlerContext<ReportServices>;

export type ReportKind = 'sales' | 'profit-loss' | 'inventory' | 'user-engagement';

/** Makes reports and remembers where they are. */
export interface Reports {
  /**
   * Reads one moment of the database and stores the report's files under names made of `jobId`: a second attempt replaces
   * the files of the first. Throws PermanentError when there is no such seller.
   */
  make(request: ReportRequest, options: MakeOptions): Promise<MadeReport>;
  /** Writes the report's row and calls `then` with its id in the same transaction, in which the job completes too. */
  record(
    transaction: AttemptContext['transaction'],
    report: MadeReport & { readonly requestedBy?: number | undefined },
    then: (reportId: number, trx: LedgerTransaction) => Promise<HandlerOutcome>,
  ): Promise<HandlerOutcome>;
}

export interface ReportRequest {
  readonly kind: ReportKind;
  readonly jobId: string;
  readonly sellerId?: number | undefined;
  readonly period:
    | { readonly unit: 'day' | 'week' | 'month' | 'quarter' | 'year'; readonly on?: string | undefined }
    | { readonly from: string; readonly to: string };
  /** Default that of the seller, or UTC. */
  readonly timeZone?: string | undefined;
  /** The last whole day, week … is one that ended before. */
  readonly now: Date;
}

export interface MakeOptions {
  readonly signal: AbortSignal;
  readonly progress: (value: Json) => void;
}

export interface MadeReport {
  readonly kind: ReportKind;
  readonly jobId: string;
  readonly sellerId?: number | undefined;
  /** `Sales` */
  readonly title: string;
  readonly subject: string;
  /** The days, in words. */
  readonly period: string;
  readonly from: Date;
  /** Not in the period any more. */
  readonly to: Date;
  readonly timeZone: string;
  /** Money in minor units. */
  readonly figures: Readonly<Record<string, Json>>;
  /** The key figures in words, for the mail. */
  readonly keyFigures: readonly { readonly label: string; readonly value: string; readonly change: string }[];
  readonly files: readonly ReportFile[];
  /** Its PDF once more. */
  readonly pdf: Uint8Array;
}

export interface ReportFile {
  readonly format: 'pdf' | 'xlsx' | 'csv';
  /** Its name in the store. */
  readonly key: string;
  readonly bytes: number;
  /** Where people find it. */
  readonly place: string;
}
