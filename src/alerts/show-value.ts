import type { AlertRule } from './alert-rules.ts';

const SHOWN: Readonly<Record<AlertRule['unit'], (value: number) => string>> = {
  ms: lasting,
  jobs: (value) => (value === 1 ? '1 job' : `${Math.round(value).toLocaleString('en-US')} jobs`),
  '%': (value) => `${Math.round(value)} %`,
  '': String,
};

/** A value with its unit, as people say it: `6 min`, `1,200 jobs`, `85 %`. */
export function showValue(value: number, unit: AlertRule['unit']): string {
  return SHOWN[unit](value);
}

function lasting(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
