/** Told apart by their lightness too, so that a report can be read in black and white. */
export const PALETTE = {
  ink: '#17212f',
  muted: '#5c6878',
  rule: '#cfd6df',
  pale: '#f1f4f8',
  strong: '#1d4e79',
  light: '#9cbcd9',
  line: '#e07b1a',
  good: '#1b6e3c',
  bad: '#a3261d',
} as const;
