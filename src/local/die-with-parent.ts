/** Set in processes that must not outlive who started them; its value is that process's number. */
export const parentVariable = '_NIGHTSHIFT_PARENT';

/**
 * Has this process end when the process that started it dies, `kill -9` included, if it was started so: first as after
 * SIGTERM, which gives it `graceMs`, and by force if it still runs 5 s after that. Call it once at the start of a command that stays.
 */
export function dieWithParent({ graceMs }: { readonly graceMs: number }): void {
  const parent = process.env[parentVariable];
  // Not for the programs we start ourselves.
  delete process.env[parentVariable];
  if (parent === undefined) return;
  if (process.connected) {
    process.once('disconnect', () => end(graceMs));
    // The listener would keep a process alive that has nothing left to do.
    process.channel?.unref();
  } else if (!isThere(Number(parent))) end(graceMs);
}

function end(graceMs: number): void {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), graceMs + 5_000).unref();
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
