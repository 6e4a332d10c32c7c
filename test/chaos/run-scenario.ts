import { randomInt } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { expect } from 'vitest';
import { seeded } from '../faults/seeded.ts';
import { type Account, describeAccount, settle, takeAccount } from './account.ts';
import type { Scenario } from './scenario.ts';
import { Stack } from './stack.ts';

/**
 * Runs a scenario, prints its ledger line, and checks that only those jobs failed that had to and that work went on in time. `CHAOS_SEED` repeats a run's choices; `CHAOS_REPORT` names a file to
 * which the line is appended as JSON.
 */
export async function runScenario(scenario: Scenario): Promise<Account> {
  const seed = Number(process.env['CHAOS_SEED'] ?? randomInt(1_000_000));
  const stack = await Stack.open(scenario.needs, seeded(seed));
  try {
    await stack.start();
    await scenario.run(stack);
    await stack.production.stop();
    await settle(stack, scenario.settlesWithinMs ?? 120_000).catch(() => undefined);
    const account = await takeAccount(stack);
    report(scenario, account, stack.recoveryMs, seed);
    check(scenario, account, stack.recoveryMs);
    return account;
  } catch (error) {
    process.stdout.write(
      `${scenario.name} (seed ${seed}) went wrong: ${String(error)}\n${stack.lastLines()}\n`,
    );
    throw error;
  } finally {
    await stack.close();
  }
}

function report({ name }: Scenario, account: Account, recoveryMs: number | undefined, seed: number): void {
  process.stdout.write(`${name}: ${describeAccount(account, recoveryMs, seed)}\n`);
  if (account.lost > 0) process.stdout.write(`lost: ${account.lostJobs.join('; ')}\n`);
  const file = process.env['CHAOS_REPORT'];
  if (file) appendFileSync(file, `${JSON.stringify({ name, ...account, recoveryMs, seed })}\n`);
}

function check(scenario: Scenario, account: Account, recoveryMs: number | undefined): void {
  const { ambiguous, ...reasons } = account.reasons;
  expect(reasons).toEqual(withoutAmbiguous(scenario.fails ?? {}));
  if (!scenario.mayBeAmbiguous) expect(ambiguous ?? 0).toBe(scenario.fails?.ambiguous ?? 0);
  if (scenario.recoversWithinMs === undefined) return;
  expect(recoveryMs).toBeLessThanOrEqual(scenario.recoversWithinMs);
}

function withoutAmbiguous(fails: NonNullable<Scenario['fails']>): object {
  const { ambiguous: _, ...others } = fails;
  return others;
}
