import { runScenarios } from './run-scenarios.ts';
import { LEDGER_TROUBLE } from './scenarios/ledger-trouble.ts';
import { POSTGRES_AWAY } from './scenarios/postgres-away.ts';

runScenarios('PostgreSQL', [...POSTGRES_AWAY, ...LEDGER_TROUBLE]);
