import { validate } from '@readme/openapi-parser';
import { beforeAll, expect, test } from 'vitest';
import { openTestApi, PASSWORD, type TestApi } from './open-test-api.ts';

let api: TestApi;
beforeAll(async () => {
  const closers: (() => Promise<void>)[] = [];
  api = await openTestApi({
    env: { NIGHTSHIFT_DASHBOARD_PASSWORD: PASSWORD },
    atEnd: (close) => closers.unshift(close),
  });
  return async () => {
    for (const close of closers) await close();
  };
});

const operator = { Authorization: `Basic ${Buffer.from(`admin:${PASSWORD}`).toString('base64')}` };

test('describes every route by OpenAPI 3.1, with what each job’s payload must be', async () => {
  const { body } = await api.call('/openapi.json', { headers: await api.withKey() });
  expect(await validate(structuredClone(body))).toMatchObject({ valid: true, warnings: [] });
  expect(body.openapi).toBe('3.1.0');
  expect(Object.keys(body.paths)).toContain('/api/jobs/{id}');
  expect(body.components.schemas['payload.mail.send']).toMatchObject({
    properties: { to: { format: 'email' } },
    required: ['to'],
    additionalProperties: false,
  });
  const { schema } = body.paths['/api/jobs'].post.requestBody.content['application/json'];
  expect(schema).toEqual({ $ref: '#/components/schemas/WantedJob' });
  expect(body.components.schemas.WantedJob.oneOf).toHaveLength(2);
  const refs = [...JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
  for (const [, name = ''] of refs) expect(body.components.schemas).toHaveProperty([name]);
});

test('shows it to callers and operators, and to nobody else', async () => {
  for (const path of ['/openapi.json', '/docs', '/docs/swagger-ui.css', '/docs/start.js']) {
    const statusFor = async (headers: Readonly<Record<string, string>>): Promise<number> => {
      const response = await fetch(`${api.url}/api${path}`, {
        headers: { Accept: 'application/json', ...headers },
      });
      await response.body?.cancel();
      return response.status;
    };
    expect([path, await statusFor({})]).toEqual([path, 401]);
    expect([path, await statusFor(operator)]).toEqual([path, 200]);
    expect([path, await statusFor(await api.withKey())]).toEqual([path, 200]);
  }
});
