import { expect, test } from 'vitest';
import { RestartPause } from '../../../src/local/supervisor/restart-pause.ts';

test('doubles the pause with each death in a row, up to half a minute', () => {
  const pause = new RestartPause();
  const pauses = Array.from({ length: 8 }, () => pause.afterDeath(100));
  expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  expect(pause.deathsInARow).toBe(8);
});

test('begins anew after a life of half a minute', () => {
  const pause = new RestartPause();
  pause.afterDeath(100);
  pause.afterDeath(100);
  expect(pause.afterDeath(30_000)).toBe(500);
});
