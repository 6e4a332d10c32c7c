import * as fc from 'fast-check';

/** A cron field as text, and the values that it means, known without any parser. */
export interface Field {
  readonly text: string;
  readonly values: ReadonlySet<number>;
}

/** A cron expression whose meaning the test knows by construction. */
export interface KnownCron {
  readonly text: string;
  readonly second: Field;
  readonly minute: Field;
  readonly hour: Field;
  readonly dayOfMonth: Field;
  readonly month: Field;
  readonly dayOfWeek: Field;
}

const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Five fields; days and months are mostly free, so that a window of a few days holds due times. */
export const fiveFields: fc.Arbitrary<KnownCron> = knownCron(fc.constant(single(0)), (fields) =>
  fields.slice(1).join(' '),
);

/** Six fields, seconds first. */
export const sixFields: fc.Arbitrary<KnownCron> = knownCron(field(0, 59), (fields) => fields.join(' '));

function knownCron(
  second: fc.Arbitrary<Field>,
  write: (fields: string[]) => string,
): fc.Arbitrary<KnownCron> {
  return fc
    .record({
      second,
      minute: field(0, 59),
      hour: fc.oneof(field(0, 23), nightHours()),
      dayOfMonth: mostlyFree(1, 31),
      month: mostlyFree(1, 12),
      dayOfWeek: fc.oneof({ weight: 4, arbitrary: mostlyFree(0, 6) }, { weight: 1, arbitrary: namedDay() }),
    })
    .filter(({ dayOfMonth, month }) => isPossibleDay(dayOfMonth, month))
    .map((known) => ({
      ...known,
      text: write(
        [known.second, known.minute, known.hour, known.dayOfMonth, known.month, known.dayOfWeek].map(
          ({ text }) => text,
        ),
      ),
    }));
}

function namedDay(): fc.Arbitrary<Field> {
  return fc.integer({ min: 0, max: 6 }).map((day) => ({ ...single(day), text: DAYS[day] ?? '' }));
}

// Most zones change their clocks between midnight and 4.
function nightHours(): fc.Arbitrary<Field> {
  return fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 1 }).map(listed);
}

function mostlyFree(min: number, max: number): fc.Arbitrary<Field> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant(free(min, max)) },
    { weight: 1, arbitrary: field(min, max) },
  );
}

function field(min: number, max: number): fc.Arbitrary<Field> {
  const value = fc.integer({ min, max });
  const span = fc.tuple(value, value).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  return fc.oneof(
    fc.constant(free(min, max)),
    value.map(single),
    fc.uniqueArray(value, { minLength: 2, maxLength: 4 }).map(listed),
    span.map(([from, to]) => ({ text: `${from}-${to}`, values: stepped(from, to, 1) })),
    fc.tuple(span, fc.integer({ min: 1, max: 7 })).map(([[from, to], step]) => ({
      text: `${from}-${to}/${step}`,
      values: stepped(from, to, step),
    })),
    fc.integer({ min: 1, max: 7 }).map((step) => ({ text: `*/${step}`, values: stepped(min, max, step) })),
  );
}

function free(min: number, max: number): Field {
  return { text: '*', values: stepped(min, max, 1) };
}

function single(value: number): Field {
  return { text: String(value), values: new Set([value]) };
}

function listed(values: readonly number[]): Field {
  return { text: values.join(','), values: new Set(values) };
}

function stepped(from: number, to: number, step: number): ReadonlySet<number> {
  const values = new Set<number>();
  for (let value = from; value <= to; value += step) values.add(value);
  return values;
}

function isPossibleDay(dayOfMonth: Field, month: Field): boolean {
  const longest = Math.max(...[...month.values].map((number) => new Date(2024, number, 0).getDate()));
  return [...dayOfMonth.values].some((day) => day <= longest);
}
