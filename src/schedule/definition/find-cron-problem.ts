import { cronPattern } from '../timing/cron-pattern.ts';

const FIELDS = [
  { name: 'second', expected: '0 to 59' },
  { name: 'minute', expected: '0 to 59' },
  { name: 'hour', expected: '0 to 23' },
  { name: 'day of month', expected: '1 to 31, L for the last, or 15W for the weekday nearest to the 15th' },
  { name: 'month', expected: '1 to 12 or JAN to DEC' },
  { name: 'day of week', expected: '0 to 7 or SUN to SAT, FRIL for the last or FRI#2 for the second Friday' },
] as const;
const DAY_OF_MONTH = 3;

/**
 * What is wrong with a cron expression, with a pointer to the part that is: `undefined` when nothing is. Both
 * libraries must accept it, so that it means the same to every reader.
 */
export function findCronProblem(cron: string): string | undefined {
  if (isUsable(cron) && cronPattern(cron).nextWallMs(0) !== undefined) return undefined;
  const tokens = [...cron.matchAll(/\S+/g)].map(({ 0: text, index }) => ({ text, index }));
  if (tokens.length !== 5 && tokens.length !== 6) {
    return `cron has ${tokens.length} fields, expected 5 (minute, hour, day of month, month, day of week) or 6 (second first)\n${pointer(cron, 0, cron.length)}`;
  }
  const missing = FIELDS.length - tokens.length;
  for (const [position, token] of tokens.entries()) {
    const field = position + missing;
    const wrong = wrongPart(token.text, field);
    if (wrong) return fieldProblem(cron, field, { text: wrong.text, index: token.index + wrong.index });
  }
  const day = tokens[DAY_OF_MONTH - missing];
  return `cron never comes: no such month has day ${day?.text}\n${pointer(cron, day?.index ?? 0, day?.text.length ?? 1)}`;
}

/** The first item of a field's list that no cron expression can have there. */
function wrongPart(field: string, position: number): { text: string; index: number } | undefined {
  if (isUsable(withOnly(field, position))) return undefined;
  let index = 0;
  for (const text of field.split(',')) {
    if (text === '' || !isUsable(withOnly(text, position))) return { text, index };
    index += text.length + 1;
  }
  return { text: field, index: 0 };
}

/** An expression of six fields in which all others are free. */
function withOnly(field: string, position: number): string {
  return FIELDS.map((_, index) => (index === position ? field : '*')).join(' ');
}

function isUsable(cron: string): boolean {
  try {
    cronPattern(cron);
    return true;
  } catch {
    return false; // the libraries' way of saying so
  }
}

function fieldProblem(cron: string, field: number, part: { text: string; index: number }): string {
  const { name, expected } = FIELDS[field] ?? FIELDS[0];
  return `cron ${name} ${JSON.stringify(part.text)} is not usable, expected ${expected}, *, or lists, ranges and steps (1,3  1-5  */2) of them\n${pointer(cron, part.index, part.text.length)}`;
}

function pointer(cron: string, index: number, length: number): string {
  return `  ${cron}\n  ${' '.repeat(index)}${'^'.repeat(Math.max(length, 1))}`;
}
