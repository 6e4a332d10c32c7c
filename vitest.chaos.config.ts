import { defineConfig } from 'vitest/config';

/** The whole chaos suite, for `npm run chaos`; the selection that every run of the tests makes is among its fault tests. */
export default defineConfig({
  test: {
    // Some of them need servers that nobody kills, too.
    globalSetup: 'test/servers/global-setup.ts',
    include: ['test/chaos/**/*.chaos.test.ts'],
    testTimeout: 15 * 60_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
});
