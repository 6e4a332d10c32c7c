import { makePrivateFolder } from './private-folder.ts';

/** An empty folder, removed when the process that runs the test file has ended. */
export function freshFolder(): Promise<string> {
  return makePrivateFolder('test');
}
