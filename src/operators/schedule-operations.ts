import type { Json } from '../job/json.ts';
import type { Accepted } from '../ledger/ledger.ts';
import type { Platform } from '../platform/platform.ts';
import { editSchedule, resetSchedule, type ScheduleEdit } from '../schedule/operate/edit-schedule.ts';
import { listSchedules, type ScheduleView } from '../schedule/operate/list-schedules.ts';
import { pauseSchedule, resumeSchedule } from '../schedule/operate/pause-schedule.ts';
import { runScheduleNow } from '../schedule/operate/run-schedule-now.ts';
import { redactedPayload } from '../telemetry/redacted-payload.ts';
import type { Note } from './audit-operations.ts';

/** What operators do to schedules, each change noted in the audit log. Each throws `UnknownScheduleError` for names that are none. */
export interface ScheduleOperations {
  pause(name: string, by: string, why?: string): Promise<void>;
  resume(name: string): Promise<void>;
  /** @throws RemovedScheduleError */
  runNow(name: string, by: string): Promise<Accepted>;
  /** @throws InvalidScheduleError, InvalidPayloadError */
  edit(name: string, by: string, edit: ScheduleEdit): Promise<void>;
  /** What the code says counts again. */
  reset(name: string): Promise<void>;
}

type Parts = Pick<Platform, 'database' | 'ledger' | 'registry' | 'config'>;

export function scheduleOperations(platform: Parts, note: Note): ScheduleOperations {
  const { database, registry, config } = platform;
  const editing = { database, registry, maxPayloadBytes: config.producer.maxPayloadBytes };
  const look = async (name: string): Promise<Json> => {
    const view = (await listSchedules(database)).find((each) => each.name === name);
    return view ? shown(view, platform) : null;
  };
  const noted = async (action: string, name: string, change: () => Promise<void>): Promise<void> => {
    const before = await look(name);
    await change();
    await note({ action, target: { schedule: name }, before, after: await look(name) });
  };
  return {
    pause: (name, by, why) => noted('pause-schedule', name, () => pauseSchedule(database, name, { by, why })),
    resume: (name) => noted('resume-schedule', name, () => resumeSchedule(database, name)),
    runNow: async (name, by) => {
      const accepted = await runScheduleNow(platform, name, { by });
      await note({ action: 'run-schedule', target: { schedule: name }, after: { job: accepted.id } });
      return accepted;
    },
    edit: (name, by, edit) =>
      noted('edit-schedule', name, () => editSchedule(editing, name, { ...edit, by })),
    reset: (name) => noted('reset-schedule', name, () => resetSchedule(editing, name)),
  };
}

function shown({ job, state, times, payload, paused }: ScheduleView, { registry }: Parts): Json {
  const { text, timeZone } = times;
  return {
    state,
    times: text,
    timeZone,
    payload: redactedPayload(payload, registry.findJob(job)),
    why: paused?.why ?? null,
  };
}
