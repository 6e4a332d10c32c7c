import { AUTOMATIC_HEADERS } from '../email/automatic-headers.ts';
import { renderMail } from '../email/templates/render-mail.ts';
import type { MadeReport } from './services.ts';

/** A mail with a report's key figures and where its files are: a button where these have an address. */
export function reportMail({ title, subject: whose, period, keyFigures, files }: MadeReport) {
  const places = files.map(({ format, place }) => ({ format: format.toUpperCase(), place }));
  const pdf = places.find(({ format, place }) => format === 'PDF' && /^https?:/.test(place));
  const listed = places.map(({ format, place }) => `${format}: ${place}`).join('\n');
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
      paragraphs: [period, ...(pdf ? [] : [listed])],
      facts: keyFigures.map(({ label, value, change }) => ({
        label,
        value: change === '' ? value : `${value} (${change})`,
      })),
      button: pdf ? { label: 'Open the report', url: pdf.place } : undefined,
      footer: 'You get this mail because this report is sent to your address.',
    }),
  };
}
