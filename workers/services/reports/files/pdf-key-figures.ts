import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { PALETTE } from '../palette.ts';
import type { KeyFigure } from '../report-document.ts';

const A_ROW = 4;

/** Tiles, four in a row: label, value, and the change against the period before. */
export function keyFigureTiles(figures: readonly KeyFigure[]): Content {
  if (figures.length === 0) return '';
  const tiles = figures.map(tile);
  const rows = Array.from({ length: Math.ceil(tiles.length / A_ROW) }, (_, row) =>
    Array.from({ length: A_ROW }, (__, column) => tiles[row * A_ROW + column] ?? ''),
  );
  return {
    margin: [0, 0, 0, 12],
    unbreakable: true,
    table: { widths: Array.from({ length: A_ROW }, () => '*'), body: rows },
    layout: {
      // White lines between the tiles, none around them.
      hLineWidth: (line) => (line === 0 || line === rows.length ? 0 : 6),
      vLineWidth: (line) => (line === 0 || line === A_ROW ? 0 : 6),
      hLineColor: () => '#ffffff',
      vLineColor: () => '#ffffff',
      paddingLeft: () => 9,
      paddingRight: () => 6,
      paddingTop: () => 7,
      paddingBottom: () => 6,
    },
  };
}

const COLORS = { good: PALETTE.good, bad: PALETTE.bad, neutral: PALETTE.muted };

function tile({ label, value, change }: KeyFigure): TableCell {
  return {
    fillColor: PALETTE.pale,
    stack: [
      { text: label, fontSize: 8, color: PALETTE.muted },
      { text: value, fontSize: value.length > 14 ? 12 : 15, bold: true, margin: [0, 1, 0, 1], noWrap: true },
      change === undefined
        ? { text: ' ', fontSize: 8 }
        : {
            fontSize: 8,
            text: [
              { text: change.text, bold: true, color: COLORS[change.mood] },
              { text: `  from ${change.before}`, color: PALETTE.muted },
            ],
          },
    ],
  };
}
