import type { MadeReport } from './services.ts';

/** Room for what is written around the attachment, and for a caller's own marks. */
const SPARE_BYTES = 1_024;

/** The mail with the report's PDF, unless its payload would become too large. */
export function attachPdf<Mail extends object>(
  mail: Mail,
  { pdf, files }: Pick<MadeReport, 'pdf' | 'files'>,
  maxPayloadBytes: number,
): Mail & { attachments?: { filename: string; contentType: string; content: string }[] } {
  const key = files.find(({ format }) => format === 'pdf')?.key ?? 'report.pdf';
  const content = Buffer.from(pdf).toString('base64');
  if (Buffer.byteLength(JSON.stringify(mail)) + content.length + SPARE_BYTES > maxPayloadBytes) return mail;
  const filename = key.slice(key.lastIndexOf('/') + 1);
  return { ...mail, attachments: [{ filename, contentType: 'application/pdf', content }] };
}
