import { writeFileSync } from 'node:fs';
import { validate } from '@readme/openapi-parser';
import { expect, test } from 'vitest';
import * as jobs from '../../../jobs/index.ts';
import { describeApi } from '../../../dashboard/api/docs/describe-api.ts';
import { openTestApi } from './open-test-api.ts';
import { apiRoutes } from '../../../dashboard/api/api-routes.ts';

test('x', async () => {
  const api = await openTestApi();
  const definitions = Object.values(jobs).flat().filter((x: any) => typeof x === 'object' && 'payload' in x) as any;
  const d = describeApi(apiRoutes({ platform: api.platform, kv: await api.platform.kv() } as any), { definitions, version: '1' });
  writeFileSync('/tmp/apiview/openapi.json', JSON.stringify(d, null, 1));
  const r = await validate(structuredClone(d) as any);
  console.log(JSON.stringify(r, null, 1).slice(0, 3000), definitions.length);
  expect(1).toBe(1);
});
