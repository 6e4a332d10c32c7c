import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { root } from '../scripts/root.ts';
import { type LockedPackage, listPackages } from './installed-packages.ts';

/** The least versions without a known hole, or without a known way of losing jobs. */
const LEAST_SAFE_VERSIONS = [
  ['nodemailer', '9.0.1'],
  ['amqplib', '2.3.0'],
  ['kysely', '0.28.17'],
  ['qs', '6.16.0'],
  ['sharp', '0.35.0'],
  // Comes with twilio.
  ['axios', '1.15.2'],
  ['body-parser', '2.2.1'],
  ['ioredis', '5.11.1'],
  ['msgpackr', '2.0.5'],
  // Workers of earlier ones never resumed after a long outage of Redis.
  ['bullmq', '6.7.0'],
] as const;

const LICENSES = [
  ...['MIT', 'MIT-0', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', '0BSD', 'PostgreSQL'],
  ...['BlueOak-1.0.0', '(MIT AND Zlib)'],
];

/** Their package.json is silent, their LICENSE file is not. */
const LICENSED_BY_FILE = new Map([['png-js', 'MIT']]);

/** libvips, which sharp brings as a library file of its own, so that anybody may put another in its place. */
const isLibvips = (name: string): boolean => /^@img\/sharp-(libvips-|wasm32|win32-)/.test(name);

/** Its licence is about its own files, which are used as they are; nothing else speaks all of web push. */
const isWebPush = (name: string): boolean => name === 'web-push';

const packages = listPackages();

test.each(LEAST_SAFE_VERSIONS)('every installed %s is %s or newer', (name, least) => {
  const versions = packages.filter((each) => each.name === name).map((each) => each.installedVersion);
  expect(versions.length).toBeGreaterThan(0);
  expect(versions.filter((version) => version === undefined || isOlder(version, least))).toEqual([]);
});

test('tells older versions from newer ones', () => {
  expect(isOlder('0.28.9', '0.28.17')).toBe(true);
  expect(isOlder('1.15.2', '1.15.2')).toBe(false);
  expect(isOlder('10.0.0', '9.0.1')).toBe(false);
  expect(isOlder('9.0.1-beta.1', '9.0.1')).toBe(true);
});

test('what production needs is under a licence that asks for no more than its notice', () => {
  const other = packages.filter(
    ({ isDevelopment, name, license }) =>
      !isDevelopment &&
      !isLibvips(name) &&
      !isWebPush(name) &&
      !LICENSES.includes(license ?? LICENSED_BY_FILE.get(name) ?? ''),
  );
  expect(other.map(({ name, license }) => `${name}: ${license}`)).toEqual([]);
});

test('the lock file names the packages of every platform, as npm ci demands', () => {
  const places = new Set(packages.map(({ place }) => place));
  const missing = packages.flatMap((each) =>
    each.optionalDependencies.filter(
      (name) => !foldersAbove(each).some((folder) => places.has(`${folder}${name}`)),
    ),
  );
  expect(missing).toEqual([]);
});

test('docs/dependencies.md says of each direct dependency why it is this one, and of nothing else', async () => {
  const file = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  const direct = ['dependencies', 'optionalDependencies', 'devDependencies'].flatMap((group) =>
    Object.keys(z.record(z.string(), z.string()).parse(file[group] ?? {})),
  );
  const text = await readFile(join(root, 'docs/dependencies.md'), 'utf8');
  const explained = Array.from(
    text.matchAll(/^- \*\*(\S+)\*\*(?: \([^)]*\))?: \S/gm),
    ([, name = '']) => name,
  );
  const typesOnly = (name: string) => name.startsWith('@types/');
  expect(new Set(explained)).toEqual(new Set(direct.filter((name) => !typesOnly(name))));
});

/** Where Node looks for what the package requires, nearest first. */
function foldersAbove({ place }: LockedPackage): readonly string[] {
  const parts = place.split('/node_modules/');
  const inner = parts.map(
    (_, at) => `${parts.slice(0, parts.length - at).join('/node_modules/')}/node_modules/`,
  );
  return [...inner, 'node_modules/'];
}

function isOlder(version: string, than: string): boolean {
  const [numbers = '', prerelease] = version.split('-');
  const order = numbers.localeCompare(than, 'en', { numeric: true });
  return order < 0 || (order === 0 && prerelease !== undefined);
}
