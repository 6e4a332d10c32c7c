import { describe, expect, test } from 'vitest';
import { runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';

/** Long enough for the soak; a scenario has shorter limits of its own. */
const TIMEOUT_MS = 15 * 60_000;

/** A test for each scenario, one after the other, named by what goes wrong. */
export function runScenarios(about: string, scenarios: readonly Scenario[]): void {
  describe(`with ${about} in trouble`, () => {
    for (const scenario of scenarios)
      test(`${scenario.name}: ${scenario.promise}`, { timeout: TIMEOUT_MS }, async () => {
        expect(await runScenario(scenario)).toMatchObject({ lost: 0, duplicateEffects: 0, unexpected: 0 });
      });
  });
}
