import { ALERT_RULES, type AlertRule, type Thresholds } from './alert-rules.ts';
import type { Figures, Measured } from './figures.ts';
import { showValue } from './show-value.ts';

/** Something that is wrong now. */
export interface Finding {
  readonly rule: string;
  /** The queue, schedule or server that it is about. */
  readonly subject: string;
  readonly value: number;
  readonly threshold: number;
  /** For people; names the subject. */
  readonly message: string;
}

export interface Judgement {
  readonly findings: readonly Finding[];
  /** Rules of which nothing is known now: what they found before stays as it is. */
  readonly unknown: readonly string[];
}

/** What is wrong, by every rule. */
export function judge(figures: Figures, thresholds: Thresholds): Judgement {
  const findings: Finding[] = [];
  const unknown: string[] = [];
  for (const rule of ALERT_RULES) {
    const measured = rule.measure(figures);
    if (measured === undefined) unknown.push(rule.name);
    else findings.push(...findingsOf(rule, thresholdOf(rule, thresholds), measured));
  }
  return { findings, unknown };
}

/** One finding, from where on `value` is known to be too much. */
export function findingOf(
  { name, unit, says }: Pick<AlertRule, 'name' | 'unit' | 'says'>,
  threshold: number,
  { subject, value }: Measured,
): Finding {
  const limit = unit === '' ? '' : ` (limit: ${showValue(threshold, unit)})`;
  const message = `${subject}: ${says.replace('…', showValue(value, unit))}${limit}`;
  return { rule: name, subject, value, threshold, message };
}

function findingsOf(rule: AlertRule, threshold: number, measured: readonly Measured[]): readonly Finding[] {
  if (threshold === 0) return [];
  const isWrong = (value: number): boolean => (rule.isFloor ? value < threshold : value >= threshold);
  return measured.filter(({ value }) => isWrong(value)).map((each) => findingOf(rule, threshold, each));
}

function thresholdOf({ threshold }: AlertRule, thresholds: Thresholds): number {
  const value = typeof threshold === 'number' ? threshold : thresholds[threshold];
  return typeof value === 'number' ? value : 0;
}
