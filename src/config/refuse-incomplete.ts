import type { Refuse } from './read-variables.ts';

/** Refuses that only some are set of variables that make sense only together; `given` is by name. */
export function refuseIncomplete(given: Readonly<Record<string, unknown>>, refuse: Refuse): void {
  const names = Object.keys(given);
  const missing = names.filter((name) => given[name] === undefined);
  if (missing.length > 0 && missing.length < names.length) {
    const present = names.filter((name) => !missing.includes(name));
    refuse(
      `${present.join(' and ')} ${present.length === 1 ? 'is' : 'are'} set, but not ${missing.join(' and ')}: expected all of them or none.`,
    );
  }
}
