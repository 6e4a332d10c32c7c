import { InvalidApplicationError } from '../../config/application-error.ts';
import type { Application } from '../../config/load-application.ts';
import type { Sample } from './send-samples.ts';

/** The samples that an application's module exports, alone and in arrays, each once. Throws InvalidApplicationError when it has none. */
export async function loadSamples({ file, config }: Application): Promise<readonly Sample[]> {
  const exported: readonly unknown[] = Object.values((await config.samples?.()) ?? {}).flat();
  const samples = [...new Set(exported.filter(isSample))];
  if (samples.length > 0) return samples;
  throw new InvalidApplicationError(
    `${file} gives no samples to send: expected \`samples: () => import('./jobs/samples.js')\`, a module that exports { definition, payload }.`,
  );
}

function isSample(value: unknown): value is Sample {
  if (typeof value !== 'object' || value === null || !('definition' in value) || !('payload' in value))
    return false;
  const { definition } = value;
  return (
    typeof definition === 'object' && definition !== null && 'name' in definition && 'queue' in definition
  );
}
