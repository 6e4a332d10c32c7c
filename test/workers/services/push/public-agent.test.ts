import { expect, test } from 'vitest';
import { PostError, postOnce } from '../../../../workers/services/push/post-once.ts';
import { isPrivate, PublicAgent } from '../../../../workers/services/push/public-agent.ts';

test.each([
  ['127.0.0.1', true],
  ['10.1.2.3', true],
  ['169.254.169.254', true],
  ['192.168.0.1', true],
  ['100.64.0.1', true],
  ['0.0.0.0', true],
  ['255.255.255.255', true],
  ['::', true],
  ['::1', true],
  ['::ffff:10.0.0.1', true],
  ['64:ff9b::7f00:1', true],
  ['fe80::1', true],
  ['fd00::1', true],
  ['ff02::1', true],
  ['8.8.8.8', false],
  ['172.32.0.1', false],
  ['2606:4700::1111', false],
])('takes %s for private: %s', (address, expected) => {
  expect(isPrivate(address)).toBe(expected);
});

test.each([
  'https://localhost/',
  'https://127.0.0.1/',
  'https://0x7f.1/',
  'https://[::1]/',
  'https://[::ffff:7f00:1]/',
])('connects to nothing at %s', async (url) => {
  const post = { headers: {}, body: Buffer.from('x'), agent: new PublicAgent(), timeoutMs: 5_000 };
  const error = await postOnce(url, post).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PostError);
  expect(error).toMatchObject({ wasSent: false, message: expect.stringMatching(/is no public address$/) });
});
