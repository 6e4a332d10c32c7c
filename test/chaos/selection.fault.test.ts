import { runScenarios } from './run-scenarios.ts';
import { SELECTION } from './scenarios/selection.ts';

runScenarios('anything', SELECTION);
