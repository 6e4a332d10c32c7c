import { type Finding, findingsAbout } from './finding.ts';
import type { Measured } from './measure.ts';

const SLOW_MS = 20;
const SKEWED_MS = 5_000;

/** What latency and clock of a server come to. */
export function measuredFindings(about: string, { latencyMs, skewMs }: Measured): readonly Finding[] {
  const { expect } = findingsAbout(about);
  const clock = skewMs === 0 ? 'as ours' : `${Math.abs(skewMs)} ms ${skewMs > 0 ? 'ahead' : 'behind'}`;
  return [
    expect(
      'latency',
      `${latencyMs.toFixed(1)} ms`,
      latencyMs > SLOW_MS,
      `Run the workers nearer to ${about}: every batch of jobs waits for it.`,
    ),
    expect(
      'clock',
      clock,
      Math.abs(skewMs) > SKEWED_MS,
      'Let NTP set the clocks of both machines; due times follow the clock of PostgreSQL.',
    ),
  ];
}
