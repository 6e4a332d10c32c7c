import { isNoAnswer } from '../../db/is-no-answer.ts';

/**
 * With these a Redis says that it cannot write for the moment: memory or disk full, replica after a failover, loading,
 * busy with a script, or a Cluster on the move (https://redis.io/docs/latest/develop/reference/protocol-spec/ names the form).
 */
const REDIS = /^(?:OOM|MISCONF|READONLY|LOADING|BUSY|NOREPLICAS|MASTERDOWN|CLUSTERDOWN|TRYAGAIN)\b/;

/** Whether the same command may well succeed when it is tried again later. */
export function isPassing(error: unknown): error is Error {
  return error instanceof Error && (REDIS.test(error.message) || isNoAnswer(error));
}
