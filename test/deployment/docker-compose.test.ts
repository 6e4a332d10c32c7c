import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { root } from '../../scripts/root.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { readProcfile } from '../../src/local/supervisor/parse-procfile.ts';
import { readCompose, type Service } from './read-compose.ts';

const { services, volumes } = await readCompose();
const all = Object.entries(services).filter(([, { profiles }]) => profiles.length === 0);
const procfile = await readProcfile(join(root, 'Procfile'));

test('every image and every base image is pinned to a version', async () => {
  const dockerfile = await readFile(join(root, 'Dockerfile'), 'utf8');
  const bases = Array.from(dockerfile.matchAll(/^FROM (\S+:\S+)/gm), ([, image]) => image);
  expect(bases.length).toBeGreaterThan(1);
  const images = all.map(([, { image }]) => image);
  for (const image of [...images, ...bases]) expect(image).toMatch(/^[\w./-]+:v?\d+\.\d+\.?\d*/);
});

test('there is one service per line of the Procfile, which runs what the line says', () => {
  const commands = procfile.map(({ name }) => [name, services[name]?.command]);
  expect(commands).toEqual(procfile.map(({ name, command }) => [name, command.slice(1)]));
});

test('services of the Procfile have no fixed port and no fixed name, so that --scale works', () => {
  for (const { name } of procfile) {
    expect(services[name]?.container_name).toBeUndefined();
    for (const port of services[name]?.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1::\d+$/);
  }
});

test('every port is published on loopback only', () => {
  for (const port of all.flatMap(([, { ports }]) => ports)) expect(port).toMatch(/^127\.0\.0\.1:/);
});

test('every service that stays has a health check, and waits for healthy servers', () => {
  const unchecked = all.filter(([, { healthcheck }]) => healthcheck?.test === undefined);
  expect(unchecked.map(([name]) => name)).toEqual(['migrate']);
  const conditions = all.flatMap(([, { depends_on }]) => Object.values(depends_on));
  expect(conditions).not.toContainEqual({ condition: 'service_started' });
});

test('data lies in named volumes', () => {
  const mounted = all.flatMap(([, service]) => service.volumes.map((volume) => volume.split(':')[0]));
  expect(Object.keys(volumes)).toEqual(expect.arrayContaining(mounted));
  expect(services['postgres']?.volumes).toEqual(['postgres:/var/lib/postgresql/data']);
  expect(services['redis']?.volumes).toEqual(['redis:/data']);
  expect(services['rabbitmq']?.volumes).toEqual(['rabbitmq:/var/lib/rabbitmq']);
});

test('the Redis of the queues keeps everything and wakes in time', () => {
  expect(services['redis']?.image).toMatch(/^redis:7\.2\./);
  expect(settings(services['redis'])).toMatchObject({
    appendonly: 'yes',
    'maxmemory-policy': 'noeviction',
    hz: '100',
  });
});

test('the Redis of the cache has a limit and evicts', () => {
  const { maxmemory, 'maxmemory-policy': policy } = settings(services['kv']);
  expect(maxmemory).toMatch(/^\d+mb$/);
  expect(policy).toBe('allkeys-lfu');
});

test('passwords come from .env, and .env.example names each of them', async () => {
  const text = await readFile(join(root, 'docker-compose.yml'), 'utf8');
  const used = new Set(Array.from(text.matchAll(/\$\{(\w+)/g), ([, name = '']) => name));
  const example = parseEnv(await readFile(join(root, '.env.example'), 'utf8'));
  expect(new Set(Object.keys(example))).toEqual(used);
  expect(Object.values(example).join('')).toBe('');
  expect(text).not.toMatch(/(PASSWORD|PASS|SECRET): (?!\$\{)/);
});

test.each(['relay', 'dashboard', 'email'])('the environment of %s is a valid configuration', async (name) => {
  const secret = 'only-for-this-test-0123456789-0123456789';
  const environment = Object.entries(services[name]?.environment ?? {}).map(([key, value]) => [
    key,
    value.replaceAll(/\$\{\w+(:\?[^}]*)?\}/g, secret),
  ]);
  const fileNames = Object.keys(parseEnv(await readFile(join(root, '.env.example'), 'utf8')));
  const file = fileNames.map((key) => [key, secret]);
  const config = loadConfig(Object.fromEntries([...file, ...environment]), { envFile: false });
  expect(config.notes).toEqual([]);
  expect(config.amqp.address).toBeDefined();
});

/** The `--name value` pairs of a command. */
function settings(service: Service | undefined): Record<string, string | undefined> {
  const words = service?.command ?? [];
  return Object.fromEntries(
    words.flatMap((word, at) => (word.startsWith('--') ? [[word.slice(2), words[at + 1]]] : [])),
  );
}
