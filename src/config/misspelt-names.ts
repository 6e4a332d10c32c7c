import { distance } from 'fastest-levenshtein';
import { closest } from '../job/closest.ts';
import type { Environment } from './environment.ts';
import type { Refuse } from './read-variables.ts';
import { ALL_GROUPS } from './variables/all-groups.ts';

const OUR_PREFIX = 'NIGHTSHIFT_';
const KNOWN: ReadonlySet<string> = new Set(
  Object.values(ALL_GROUPS).flatMap((group) => Object.values(group).map(({ name }) => name)),
);

/**
 * Refuses names of ours that do not exist, and names that look like a misspelt well-known one that is not set. Names
 * in `ignored` belong to other programs.
 */
export function refuseMisspeltNames(
  { values }: Environment,
  { ignored, refuse }: { readonly ignored: readonly string[]; readonly refuse: Refuse },
): void {
  const wellKnown = [...KNOWN].filter((name) => !name.startsWith(OUR_PREFIX));
  for (const name of values.keys()) {
    if (KNOWN.has(name) || ignored.includes(name) || name.startsWith('NIGHTSHIFT_TEST_')) continue;
    if (name.startsWith(OUR_PREFIX)) refuse(`${name} is unknown${suggestion(name)}`);
    else {
      const meant = wellKnown.find((each) => !values.has(each) && isNearMiss(name, each));
      if (meant !== undefined)
        refuse(
          `${name} is not read: did you mean ${meant}? If it belongs to another program, name it in NIGHTSHIFT_IGNORED_NAMES.`,
        );
    }
  }
}

function suggestion(name: string): string {
  const meant = closest(bare(name), [...KNOWN].map(bare));
  const known = [...KNOWN].find((each) => bare(each) === meant);
  return known === undefined
    ? ': `nightshift config` lists the names that exist.'
    : `: did you mean ${known}?`;
}

function bare(name: string): string {
  return name.startsWith(OUR_PREFIX) ? name.slice(OUR_PREFIX.length) : name;
}

/** Strict, because most names of an environment are none of our business. */
function isNearMiss(name: string, known: string): boolean {
  if (letters(name) === letters(known)) return true;
  if (name[0] !== known[0]) return false;
  const far = distance(name, known);
  return far === 1 || (far === 2 && (known.length >= 12 || isAnagram(name, known)));
}

function letters(name: string): string {
  return name.replace(/[^a-z0-9]/gi, '').toUpperCase();
}

function isAnagram(one: string, other: string): boolean {
  return Array.from(one).toSorted().join('') === Array.from(other).toSorted().join('');
}
