import { describe, expect, test } from 'vitest';
import { runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';

/** A test for each scenario, one after the other, named by what goes wrong. */
export function runScenarios(about: string, scenarios: readonly Scenario[]): void {
  describe(`with ${about} in trouble`, () => {
    for (const scenario of scenarios)
      test(`${scenario.name}: ${scenario.promise}`, async () => {
        expect(await runScenario(scenario)).toMatchObject({ lost: 0, duplicateEffects: 0, unexpected: 0 });
      });
  });
}
