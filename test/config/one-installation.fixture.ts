import { loadApplication } from '../../src/config/load-application.ts';
import { InvalidPayloadError } from '../../src/index.ts';

/** Loads the application in the folder that is given, and says whether it got our own classes. */
const { config } = await loadApplication(process.argv[2] ?? '');
const jobs: object = await config.jobs();
const theirs = 'InvalidPayloadError' in jobs && jobs.InvalidPayloadError;
process.stdout.write(JSON.stringify({ isSame: theirs === InvalidPayloadError }));
