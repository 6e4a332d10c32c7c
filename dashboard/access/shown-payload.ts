import type { JobDefinition } from '../../src/job/job-definition.ts';
import type { Json } from '../../src/job/json.ts';
import { mayDo } from '../../src/operators/role.ts';
import { redactedPayload } from '../../src/telemetry/redacted-payload.ts';
import { currentActor } from '../sign-in/current-actor.ts';

/** The payload as the operator who asks may see it: without what its definition redacts, unless they may see payloads. */
export function shownPayload(payload: Json, definition: JobDefinition | undefined): Json {
  return mayDo(currentActor(), 'see-payload') ? payload : redactedPayload(payload, definition);
}
