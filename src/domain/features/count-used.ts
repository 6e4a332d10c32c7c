import type { DomainReader } from '../domain-tables.ts';

export function countOpenTasks(reader: DomainReader, ownerId: number): Promise<number> {
  return reader
    .selectFrom('tasks')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('owner_id', '=', ownerId)
    .where('completed_at', 'is', null)
    .executeTakeFirstOrThrow()
    .then(({ count }) => Number(count));
}

export function countCollaborators(reader: DomainReader, taskId: number): Promise<number> {
  return reader
    .selectFrom('task_collaborators')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('task_id', '=', taskId)
    .executeTakeFirstOrThrow()
    .then(({ count }) => Number(count));
}
