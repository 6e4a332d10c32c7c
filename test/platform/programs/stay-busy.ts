import { endThoughBusy } from '../../../src/platform/end-though-busy.ts';

/** A process that has closed everything, but for a handler that goes on for a minute. */
setTimeout(() => {}, 60_000);
endThoughBusy();
