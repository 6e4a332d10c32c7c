import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pdfmake from 'pdfmake';
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { PALETTE } from '../palette.ts';
import type { ReportDocument } from '../report-document.ts';
import { blockContent } from './pdf-blocks.ts';
import { keyFigureTiles } from './pdf-key-figures.ts';

const fonts = join(
  dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')),
  'fonts',
  'Roboto',
);

pdfmake.setFonts({
  Roboto: {
    normal: join(fonts, 'Roboto-Regular.ttf'),
    bold: join(fonts, 'Roboto-Medium.ttf'),
    italics: join(fonts, 'Roboto-Italic.ttf'),
    bolditalics: join(fonts, 'Roboto-MediumItalic.ttf'),
  },
});
// What stands in a report is text from outside: it can name no file and no address.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => dirname(path) === fonts);

/** Sets a report as a PDF of A4 pages: charts as vectors, tables that repeat their headings, page numbers. */
export function reportPdf(report: ReportDocument, madeAt: Date): Promise<Uint8Array> {
  return pdfmake.createPdf(definitionOf(report, madeAt)).getBuffer();
}

const MARGIN = 42;

function definitionOf(report: ReportDocument, madeAt: Date): TDocumentDefinitions {
  const { title, subject, period, sections, notes } = report;
  return {
    pageSize: 'A4',
    pageMargins: [MARGIN, 54, MARGIN, 54],
    info: { title: `${title}, ${subject}, ${period}`, creator: 'Nightshift', creationDate: madeAt },
    language: 'en-GB',
    defaultStyle: { font: 'Roboto', fontSize: 9, color: PALETTE.ink, lineHeight: 1.15 },
    header: (page) => (page === 1 ? '' : runningHead(report)),
    footer: (page, pages) =>
      foot(`Made ${madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`, { page, pages }),
    content: [
      head(report),
      ...sections.flatMap(({ heading, keyFigures, blocks }, nth): Content[] => [
        ...(heading === undefined ? [] : [sectionHead(heading, nth > 0)]),
        keyFigureTiles(keyFigures),
        ...blocks.map(blockContent),
      ]),
      ...(sections.length > 0
        ? []
        : [
            { text: 'There is nothing to report for this period.', margin: [0, 24, 0, 24] } satisfies Content,
          ]),
      ...notes.map(
        (text, nth): Content => ({
          text,
          fontSize: 7.5,
          color: PALETTE.muted,
          margin: [0, nth === 0 ? 16 : 3, 0, 0],
        }),
      ),
    ],
  };
}

function head({ title, subject, period, comparedWith, timeZone }: ReportDocument): Content {
  return {
    margin: [0, 0, 0, 14],
    stack: [
      { canvas: [{ type: 'rect', x: 0, y: 0, w: 46, h: 4, color: PALETTE.strong }] },
      { text: title, fontSize: 24, bold: true, margin: [0, 8, 0, 2] },
      { text: [{ text: subject, bold: true }, `  ·  ${period}`], fontSize: 11.5 },
      {
        text: `Compared with ${comparedWith}. Days of ${timeZone}.`,
        color: PALETTE.muted,
        margin: [0, 3, 0, 0],
      },
    ],
  };
}

function sectionHead(text: string, isOnNewPage: boolean): Content {
  return {
    text,
    fontSize: 15,
    bold: true,
    margin: [0, 4, 0, 8],
    ...(isOnNewPage ? { pageBreak: 'before' as const } : {}),
  };
}

function runningHead({ title, subject, period }: ReportDocument): Content {
  return {
    margin: [MARGIN, 26, MARGIN, 0],
    columns: [
      { text: `${title}  ·  ${subject}`, color: PALETTE.muted, fontSize: 8 },
      { text: period, alignment: 'right', color: PALETTE.muted, fontSize: 8 },
    ],
  };
}

function foot(text: string, { page, pages }: { readonly page: number; readonly pages: number }): Content {
  return {
    margin: [MARGIN, 20, MARGIN, 0],
    columns: [
      { text, color: PALETTE.muted, fontSize: 8 },
      { text: `Page ${page} of ${pages}`, alignment: 'right', color: PALETTE.muted, fontSize: 8 },
    ],
  };
}
