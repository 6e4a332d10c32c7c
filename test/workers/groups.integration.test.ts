import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { queues } from '../../jobs/queues.ts';
import type { WorkerDefinition } from '../../src/worker/define-worker.ts';

const folder = new URL('../../workers/', import.meta.url);
const files = (await readdir(folder)).filter((name) => name.endsWith('.ts'));

test.each(files.map((file) => file.replace('.ts', '')))(
  '%s consumes exactly the queues of its group',
  async (group) => {
    const { default: worker } = (await import(`${folder.href}${group}.ts`)) as {
      readonly default: WorkerDefinition;
    };
    const named = queues.filter(({ workers }) => workers === group).map(({ name }) => name);
    expect([...worker.queues].sort()).toEqual(named.sort());
  },
);
