import { describe, expect, it } from 'vitest';
import {
  type DueDecision,
  type DueSchedule,
  decideDue,
  MAX_AT_ONCE,
} from '../../../src/schedule/firing/due-decision.ts';
import type { Timing } from '../../../src/schedule/timing/timing.ts';

const NOON = Date.UTC(2026, 5, 1, 12);
const everyFiveSeconds: Timing = { kind: 'cron', cron: '*/5 * * * * *', timeZone: 'UTC' };
const everyTenMinutes: Timing = { kind: 'every', everyMs: 600_000, timeZone: 'UTC' };

function decide(
  due: Partial<DueSchedule> & { lateMs?: number } & Partial<DueSchedule['policy']>,
): DueDecision {
  const { lateMs = 0, misfire = 'latest', graceMs = 1_000, overlap = 'allow', ...rest } = due;
  return decideDue({
    timing: everyFiveSeconds,
    policy: { misfire, graceMs, overlap },
    firstDueMs: NOON,
    nowMs: NOON + lateMs,
    isRunning: false,
    isHeldBack: false,
    ...rest,
  });
}

const secondsOf = (times: readonly number[]) => times.map((ms) => (ms - NOON) / 1_000);
const firedAt = ({ fire }: DueDecision) => secondsOf(fire.map(({ dueMs }) => dueMs));

describe('a due time found in time', () => {
  it('is fired, and the next one awaited', () => {
    expect(decide({ lateMs: 20 })).toEqual({
      fire: [{ dueMs: NOON, isLate: false, isCatchUp: false }],
      overlapped: [],
      nextDueMs: NOON + 5_000,
      isHeldBack: false,
    });
  });

  it('is fired with all others of the grace time', () => {
    expect(firedAt(decide({ lateMs: 12_000, graceMs: 15_000 }))).toEqual([0, 5, 10]);
  });

  it('is the last one before the end', () => {
    const timing: Timing = { ...everyFiveSeconds, endAtMs: NOON };
    expect(decide({ timing, lateMs: 20 }).nextDueMs).toBeUndefined();
  });
});

describe('eight due times missed', () => {
  const lateMs = 39_000;

  it('by `skip` are not fired', () => {
    const decision = decide({ lateMs, misfire: 'skip' });
    expect(decision.fire).toEqual([]);
    expect(decision.missed).toEqual({ count: 8, newestMs: NOON + 35_000 });
    expect(decision.nextDueMs).toBe(NOON + 40_000);
  });

  it('by `skip` leave those of the grace time, which are not missed', () => {
    const decision = decide({ lateMs, misfire: 'skip', graceMs: 10_000 });
    expect(decision.fire).toEqual([
      { dueMs: NOON + 30_000, isLate: false, isCatchUp: false },
      { dueMs: NOON + 35_000, isLate: false, isCatchUp: false },
    ]);
    expect(decision.missed).toEqual({ count: 6, newestMs: NOON + 25_000 });
  });

  it('by `latest` are made up for by the last', () => {
    const decision = decide({ lateMs, misfire: 'latest' });
    expect(decision.fire).toEqual([{ dueMs: NOON + 35_000, isLate: true, isCatchUp: true }]);
    expect(decision.missed).toEqual({ count: 7, newestMs: NOON + 30_000 });
  });

  it('by `all` are all fired, in order', () => {
    const decision = decide({ lateMs, misfire: 'all' });
    expect(firedAt(decision)).toEqual([0, 5, 10, 15, 20, 25, 30, 35]);
    expect(decision.fire.every(({ isLate, isCatchUp }) => isLate && isCatchUp)).toBe(true);
    expect(decision.missed).toBeUndefined();
  });
});

describe('two hours of downtime', () => {
  const lateMs = 7_200_000 + 1;

  it('are 13 due times of an interval', () => {
    expect(decide({ timing: everyTenMinutes, lateMs, misfire: 'all' }).fire).toHaveLength(13);
    expect(decide({ timing: everyTenMinutes, lateMs, misfire: 'latest' }).fire).toHaveLength(1);
    expect(decide({ timing: everyTenMinutes, lateMs: lateMs + 2_000, misfire: 'skip' }).fire).toHaveLength(0);
  });

  it('by `all` fire the newest hundred of more, and say which were dropped', () => {
    const decision = decide({ lateMs, misfire: 'all' });
    expect(decision.fire).toHaveLength(MAX_AT_ONCE);
    expect(decision.fire.at(-1)?.dueMs).toBe(NOON + 7_200_000);
    expect(decision.dropped).toEqual({
      count: MAX_AT_ONCE,
      oldestMs: NOON,
      newestMs: NOON + 7_200_000 - MAX_AT_ONCE * 5_000,
    });
  });
});

describe('while the last job still runs', () => {
  it('`allow` fires', () => {
    expect(firedAt(decide({ isRunning: true, overlap: 'allow' }))).toEqual([0]);
  });

  it('`skip` passes over', () => {
    const decision = decide({ isRunning: true, overlap: 'skip' });
    expect(decision.fire).toEqual([]);
    expect(secondsOf(decision.overlapped)).toEqual([0]);
    expect(decision.nextDueMs).toBe(NOON + 5_000);
  });

  it('`queue` holds the due time back', () => {
    expect(decide({ isRunning: true, overlap: 'queue', lateMs: 60_000 })).toEqual({
      fire: [],
      overlapped: [],
      nextDueMs: NOON,
      isHeldBack: true,
    });
  });
});

describe('several due times at once', () => {
  it('`skip` fires the first, with which the others would overlap', () => {
    const decision = decide({ lateMs: 12_000, graceMs: 15_000, overlap: 'skip' });
    expect(firedAt(decision)).toEqual([0]);
    expect(secondsOf(decision.overlapped)).toEqual([5, 10]);
  });

  it('`queue` fires the first and holds the others back', () => {
    const decision = decide({ lateMs: 12_000, graceMs: 15_000, overlap: 'queue' });
    expect(firedAt(decision)).toEqual([0]);
    expect(decision).toMatchObject({ isHeldBack: true, nextDueMs: NOON + 5_000, overlapped: [] });
  });

  it('`queue` does not take for missed what it has held back', () => {
    const decision = decide({ lateMs: 60_000, overlap: 'queue', isHeldBack: true, misfire: 'skip' });
    expect(decision.fire).toEqual([{ dueMs: NOON, isLate: true, isCatchUp: false }]);
    expect(decision).toMatchObject({ isHeldBack: true, nextDueMs: NOON + 5_000 });
  });
});
