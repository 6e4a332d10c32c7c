import { AUTOMATIC_HEADERS } from '../email/automatic-headers.ts';
import { renderMail } from '../email/templates/render-mail.ts';
import type { MadeReport, ReportFile } from './services.ts';

/** A mail with a report's key figures, and links to its files: to the board, unless the store has addresses of its own. */
export function reportMail(
  { title, subject: whose, period, keyFigures, files }: MadeReport,
  boardLink: (format: ReportFile['format']) => string,
) {
  const links = files.map(({ format, place }) => ({
    format,
    link: { label: LABELS[format], url: /^https?:/.test(place) ? place : boardLink(format) },
  }));
  const pdf = links.find(({ format }) => format === 'pdf')?.link;
  const data = links.flatMap(({ format, link }) => (format === 'pdf' ? [] : [link]));
  return {
    subject: `${title}, ${whose}, ${period}`.replaceAll(/\s+/g, ' ').slice(0, 500),
    headers: { ...AUTOMATIC_HEADERS },
    ...renderMail({
      preheader: keyFigures
        .slice(0, 2)
        .map(({ label, value }) => `${label} ${value}`)
        .join(', '),
      brand: 'Nightshift',
      heading: `${title}: ${whose}`,
      paragraphs: [period, ...data.map((link) => [link])],
      facts: keyFigures.map(({ label, value, change }) => ({
        label,
        value: change === '' ? value : `${value} (${change})`,
      })),
      button: pdf,
      footer: 'You get this mail because this report is sent to your address.',
    }),
  };
}

const LABELS = { pdf: 'Open the report', xlsx: 'The data as a workbook', csv: 'The data as CSV' } as const;
