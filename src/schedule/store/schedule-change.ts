import { isDeepStrictEqual } from 'node:util';
import { checkPayload } from '../../job/payload.ts';
import type { Registry } from '../../job/registry.ts';
import { nextDueMs } from '../timing/next-due.ts';
import {
  type CodedSchedule,
  effectiveTiming,
  type JobTemplate,
  jobTemplate,
  type Override,
  type StoredDefinition,
} from './stored-schedule.ts';

/** A schedule as a start finds it. */
export interface StoredRow {
  readonly name: string;
  readonly definition: StoredDefinition;
  readonly template: JobTemplate;
  readonly override: Override | null;
  readonly nextDueAt: Date | null;
  readonly isPaused: boolean;
  /** For so long that it is not a deploy under way, whose missed due times are made up for. */
  readonly isLongRemoved: boolean;
}

/** A schedule as a start writes it. */
export interface ScheduleChange extends CodedSchedule {
  readonly nextDueAt: Date | null;
  /** An operator's payload that the job no longer takes must not be fired, nor silently replaced. */
  readonly pausedWhy?: string;
}

export interface ChangeParts {
  readonly registry: Registry;
  readonly maxPayloadBytes: number;
  readonly nowMs: number;
}

/** What becomes of a schedule that the code says otherwise than its row, if there is one. */
export async function scheduleChange(
  coded: CodedSchedule,
  row: StoredRow | undefined,
  parts: ChangeParts,
): Promise<ScheduleChange> {
  const timing = effectiveTiming(coded.definition, row?.override ?? null);
  const isSameTiming =
    row !== undefined &&
    !row.isLongRemoved &&
    isDeepStrictEqual(timing, effectiveTiming(row.definition, row.override));
  const nextMs = isSameTiming ? undefined : nextDueMs(timing, parts.nowMs);
  const change = {
    ...coded,
    nextDueAt: isSameTiming ? row.nextDueAt : nextMs === undefined ? null : new Date(nextMs),
  };
  const payload = row?.override?.payload;
  return row === undefined || payload === undefined ? change : withPayload(change, row, parts);
}

async function withPayload(
  change: ScheduleChange,
  { override, template }: StoredRow,
  { registry, maxPayloadBytes }: ChangeParts,
): Promise<ScheduleChange> {
  try {
    const job = registry.getJob(change.definition.job);
    const payload = await checkPayload(job, override?.payload, maxPayloadBytes);
    return { ...change, template: jobTemplate(registry, job.name, payload) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...change, template, pausedWhy: `the payload set by an operator no longer fits: ${why}` };
  }
}
