import { AsyncLocalStorage } from 'node:async_hooks';
import type { Actor } from '../../src/operators/role.ts';

const storage = new AsyncLocalStorage<Actor>();

/** Does `work`, and all that it begins, as this operator. */
export function asActor<Result>(actor: Actor, work: () => Result): Result {
  return storage.run(actor, work);
}

/** Who asked for what is done at the moment. Throws outside of a request that has passed the door. */
export function currentActor(): Actor {
  const actor = storage.getStore();
  if (!actor) throw new Error('There is no operator outside of a request.');
  return actor;
}
