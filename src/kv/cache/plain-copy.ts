import { deepFreeze } from '../../config/deep-freeze.ts';
import { datesIn, withDates } from './dates-in.ts';

/** A value as the cache gives it back: JSON and dates, frozen; the value itself stays as it is. */
export function plainCopy<Value>(value: Value): Value {
  const text: string | undefined = JSON.stringify(value);
  // as: what is not JSON in it is lost, as the cache promises
  return (text === undefined ? undefined : deepFreeze(withDates(JSON.parse(text), datesIn(value)))) as Value;
}
