/** 0: done; 1: it failed; 2: wrong usage or configuration. */
export type ExitStatus = 0 | 1 | 2;
