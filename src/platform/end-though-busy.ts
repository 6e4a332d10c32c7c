/** For what ends by itself, in milliseconds. */
const LAST_WORDS_MS = 500;

/**
 * Ends this process with its exit status half a second from now, unless it ends by itself before. Call it when all is
 * closed: a handler that ignored its signal, and whose job has been given back, would else keep the process alive.
 */
export function endThoughBusy(): void {
  setTimeout(() => process.exit(), LAST_WORDS_MS).unref();
}
