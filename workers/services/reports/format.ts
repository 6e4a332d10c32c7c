import type { Change } from './report-document.ts';

const LOCALE = 'en-GB';

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 });

/** `1,234` */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** `electronics` as the beginning of a line. */
export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `1.2K`, for axes. */
export function formatShort(count: number): string {
  return short.format(count);
}

/** `12.3%` of `part` in `of`; a dash when there is nothing to be part of. */
export function formatShare(part: number, of: number): string {
  return of === 0 ? '–' : withMinus(`${((part / of) * 100).toFixed(1)}%`);
}

/** Writes amounts of one currency, given in its smallest unit. */
export interface MoneyFormat {
  /** `£1,234.56` */
  readonly full: (minor: number) => string;
  /** `£1.2K`, for axes and bars. */
  readonly short: (minor: number) => string;
}

export function moneyFormat(currency: string): MoneyFormat {
  const full = new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  });
  const compact = new Intl.NumberFormat(LOCALE, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    notation: 'compact',
    maximumFractionDigits: 1,
    minimumFractionDigits: 0,
  });
  const unit = 10 ** digitsOf(currency);
  // A single digit behind the point is for thousands and millions: £854.2 would look like a mistake.
  const brief = (amount: number): string => {
    if (Math.abs(amount) < 10 && !Number.isInteger(amount)) return full.format(amount);
    return compact.format(Math.abs(amount) < 1_000 ? Math.round(amount) : amount);
  };
  return {
    full: (minor) => withMinus(full.format(minor / unit)),
    short: (minor) => withMinus(brief(minor / unit)),
  };
}

/** As wide as a plus and a digit, which a hyphen is not. */
function withMinus(text: string): string {
  return text.replace('-', '−');
}

/** How many digits a currency has behind the point (ISO 4217). */
export function digitsOf(currency: string): number {
  return (
    new Intl.NumberFormat(LOCALE, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
    2
  );
}

/** A change in percent of what it was. `wanted`: whether more is better. */
export function changeOf(
  now: number,
  was: number,
  {
    format,
    wanted = 'more',
  }: { readonly format: (value: number) => string; readonly wanted?: 'more' | 'less' | 'either' },
): Change {
  const before = format(was);
  if (was === 0) return { text: now === 0 ? '±0%' : 'new', before, mood: 'neutral' };
  const percent = ((now - was) / Math.abs(was)) * 100;
  return { text: signed(percent, '%'), before, mood: moodOf(percent, wanted) };
}

/** The change of a share, in percentage points. */
export function changeOfShare(now: Share, was: Share, wanted: 'more' | 'less' | 'either' = 'more'): Change {
  const before = formatShare(was.part, was.of);
  if (was.of === 0 || now.of === 0) return { text: '–', before, mood: 'neutral' };
  const points = (now.part / now.of - was.part / was.of) * 100;
  return { text: signed(points, ' pp'), before, mood: moodOf(points, wanted) };
}

export interface Share {
  readonly part: number;
  readonly of: number;
}

function signed(value: number, unit: string): string {
  const rounded = Math.abs(value) < 999.95 ? Math.abs(value).toFixed(1) : whole.format(Math.abs(value));
  if (Number(rounded) === 0) return `±0${unit}`;
  return `${value > 0 ? '+' : '−'}${rounded}${unit}`;
}

function moodOf(value: number, wanted: 'more' | 'less' | 'either'): Change['mood'] {
  if (Math.abs(value) < 0.05 || wanted === 'either') return 'neutral';
  return value > 0 === (wanted === 'more') ? 'good' : 'bad';
}
