export type { DashboardOptions } from './start-dashboard.ts';
export { startDashboard } from './start-dashboard.ts';
