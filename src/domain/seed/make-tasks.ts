import type { Insertable } from 'kysely';
import type { TaskCollaboratorsTable } from '../tasks/task-collaborators-table.ts';
import type { TaskPriority, TasksTable } from '../tasks/tasks-table.ts';
import type { Person } from './make-people.ts';
import { Random } from './random.ts';
import { DAY_MS, fromMs, HOUR_MS, type SeedPlan } from './seed-plan.ts';
import { TASK_KINDS } from './task-kinds.ts';
import { Weighted } from './weighted.ts';

export interface SeededTasks {
  readonly tasks: readonly Insertable<TasksTable>[];
  readonly collaborators: readonly Insertable<TaskCollaboratorsTable>[];
}

const PRIORITIES: readonly TaskPriority[] = ['low', 'medium', 'high', 'urgent'];
const PRIORITY = new Weighted([25, 45, 22, 8]);

/** Some users plan their days with tasks: most are done in time, some late, some never, and some are due today. */
export function makeTasks(plan: SeedPlan, people: readonly Person[]): SeededTasks {
  const random = new Random(plan.seed, 'tasks');
  // Every third user has tasks, the first one surely.
  const planners = people.filter(({ id }) => id % 3 === 1);
  const busy = new Weighted(planners.map(({ activity }) => activity));
  const created = Array.from({ length: plan.tasks }, (_, index) => {
    const owner = index % 50 === 0 ? planners[0] : planners[busy.draw(random)];
    const startMs = Math.max(fromMs(plan), owner?.createdMs ?? 0);
    return {
      owner: owner ?? random.pick(planners),
      atMs: startMs + random.next() * (plan.untilMs - startMs),
    };
  }).toSorted((one, other) => one.atMs - other.atMs);
  const tasks = created.map(({ owner, atMs }, index) =>
    taskRow({ id: index + 1, owner, atMs, plan, random }),
  );
  return { tasks, collaborators: tasks.flatMap((task) => collaboratorsOf(task, planners, random)) };
}

type TaskRow = Insertable<TasksTable> & { readonly id: number; readonly created_at: string };

interface Circumstances {
  readonly id: number;
  readonly owner: Person;
  readonly atMs: number;
  readonly plan: SeedPlan;
  readonly random: Random;
}

function taskRow({ id, owner, atMs, plan, random }: Circumstances): TaskRow {
  const kind = random.pick(TASK_KINDS);
  const dueMs = random.chance(0.85) ? dueAfter(atMs, owner, random) : undefined;
  const neededMs = random.factor(1) * 1.5 * DAY_MS;
  const completedMs = random.chance(0.88) ? atMs + neededMs : Number.POSITIVE_INFINITY;
  const isCompleted = completedMs < plan.untilMs;
  return {
    id,
    owner_id: owner.id,
    title: random.pick(kind.titles),
    description: '',
    priority: PRIORITIES[PRIORITY.draw(random)] ?? 'medium',
    category: random.chance(0.9) ? kind.category : null,
    due_at: dueMs === undefined ? null : instant(dueMs),
    completed_at: isCompleted ? instant(completedMs) : null,
    created_at: instant(atMs),
    updated_at: instant(isCompleted ? completedMs : atMs),
  };
}

/** On a half hour of the owner's working day, up to two weeks later. */
function dueAfter(atMs: number, { place }: Person, random: Random): number {
  const localDay = Math.floor((atMs + place.hoursAhead * HOUR_MS) / DAY_MS) + random.int(1, 14);
  return localDay * DAY_MS + (random.int(16, 40) / 2 - place.hoursAhead) * HOUR_MS;
}

function collaboratorsOf(
  task: TaskRow,
  planners: readonly Person[],
  random: Random,
): readonly Insertable<TaskCollaboratorsTable>[] {
  if (!random.chance(0.2)) return [];
  const others = Array.from({ length: random.int(1, 3) }, () => random.pick(planners).id);
  return [...new Set(others)]
    .filter((userId) => userId !== task.owner_id)
    .map((user_id) => {
      const role = random.chance(0.5) ? ('editor' as const) : ('viewer' as const);
      return { task_id: task.id, user_id, role, added_at: task.created_at };
    });
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
