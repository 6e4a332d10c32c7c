import type { Transaction } from 'kysely';
import type { MadeReport, MakeOptions, ReportFile } from '../../../jobs/reports/services.ts';
import { readByCursor } from '../../../src/domain/reports/read-by-cursor.ts';
import type { ReportRows } from '../../../src/domain/reports/report-rows.ts';
import { reportCsv } from './files/report-csv.ts';
import { reportPdf } from './files/report-pdf.ts';
import { reportXlsx } from './files/report-xlsx.ts';
import type { ReportDocument } from './report-document.ts';
import type { MediaStore } from '../../../src/media/media-store.ts';

interface Writing extends MakeOptions {
  readonly trx: Transaction<unknown>;
  readonly media: Pick<MediaStore, 'write'>;
  readonly rows: ReportRows;
  /** Of the files, without what comes after the point. */
  readonly key: string;
  readonly madeAt: Date;
}

/** Writes the three files of a report, one after the other: the two that list rows read them by a cursor each. */
export async function writeFiles(
  report: ReportDocument,
  { trx, media, rows: { name, columns, query }, key, madeAt, signal, progress }: Writing,
): Promise<Pick<MadeReport, 'files' | 'pdf'>> {
  const files: ReportFile[] = [];
  const put = async (
    format: ReportFile['format'],
    content: Uint8Array | AsyncIterable<Uint8Array>,
  ): Promise<void> => {
    const stored = await media.write(`${key}.${format}`, content);
    files.push({ ...stored, format });
    progress({ step: format });
  };
  const rows = () => readByCursor(trx, query, signal);
  const pdf = await reportPdf(report, madeAt);
  await put('pdf', pdf);
  await put('xlsx', reportXlsx(name, columns, rows()));
  await put('csv', reportCsv(columns, rows()));
  return { files, pdf };
}
