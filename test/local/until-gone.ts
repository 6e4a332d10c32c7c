import { identifyProcess } from '../../src/local/process-identity.ts';
import { until } from '../until.ts';

/** Waits until a process has ended. */
export async function untilGone(pid: number): Promise<void> {
  await until(async () => !(await identifyProcess(pid)), { what: `process ${pid} is gone` });
}
