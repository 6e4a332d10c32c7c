import { runScenarios } from './run-scenarios.ts';
import { RABBITMQ_AWAY } from './scenarios/rabbitmq-away.ts';
import { RABBITMQ_CONNECTIONS } from './scenarios/rabbitmq-connections.ts';

runScenarios('RabbitMQ', [...RABBITMQ_AWAY, ...RABBITMQ_CONNECTIONS]);
