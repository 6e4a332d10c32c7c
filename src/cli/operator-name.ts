import { hostname, userInfo } from 'node:os';

/** Who works at the command line, as it is shown beside what they change: `ann@host`. */
export function operatorName(): string {
  return `${userName()}@${hostname()}`;
}

/** A container's user may have a number and no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.()}`;
  }
}
