import { SAMPLE_PICTURE } from '../../jobs/images/samples.ts';
import type { Database } from '../../src/db/database.ts';
import { seedDomain } from '../../src/domain/seed/seed-domain.ts';
import { seedPlan } from '../../src/domain/seed/seed-plan.ts';
import { drawSamplePicture } from './images/draw-sample-picture.ts';
import { LocalMedia } from './media/local-media.ts';

/** What the samples need: a month of one shop in the tables, unless there is something, and a picture. */
export async function prepareSamples(tools: {
  readonly database: Database;
  readonly dataFolder: string;
}): Promise<void> {
  await seedDomain(tools.database, seedPlan({ seed: 1, isSmall: true, until: new Date() }));
  await new LocalMedia(tools.dataFolder).write(SAMPLE_PICTURE, await drawSamplePicture());
}
