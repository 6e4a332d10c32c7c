export { openApiKeys } from '../src/operators/api-keys.ts';
export { makeAccessTokens } from './api/auth/access-tokens.ts';
export { type Caller, findCaller } from './api/auth/caller.ts';
export { type MixedAuthOptions, type MixedAuthParts, mixedAuth } from './api/auth/mixed-auth.ts';
export { type TwilioCallbackOptions, twilioCallback } from './public/twilio-callback.ts';
export type { DashboardOptions } from './start-dashboard.ts';
export { startDashboard } from './start-dashboard.ts';
