import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from '../../scripts/root.ts';

const service = z.object({
  image: z.string().optional(),
  build: z.unknown().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  profiles: z.array(z.string()).default([]),
  container_name: z.string().optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()).optional(), disable: z.boolean().optional() }).optional(),
});

const compose = z.object({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.unknown()),
});

/** A service of docker-compose.yml, as far as the tests look at it. */
export type Service = z.infer<typeof service>;

/** What docker-compose.yml says, with its anchors and merges resolved. */
export async function readCompose(): Promise<z.infer<typeof compose>> {
  const text = await readFile(join(root, 'docker-compose.yml'), 'utf8');
  return compose.parse(parse(text, { merge: true }));
}
