import { pathToFileURL } from 'node:url';
import { InvalidApplicationError } from '../config/application-error.ts';
import type { Application } from '../config/load-application.ts';
import { ownModules } from '../config/own-modules.ts';
import type { StartDashboard } from '../platform/running-dashboard.ts';

/** The board that an application names, or else the one shipped. @throws InvalidApplicationError */
export async function loadDashboard({ config, file }: Application): Promise<StartDashboard> {
  const module = await (config.dashboard ?? loadShipped)();
  if (isDashboardModule(module)) return module.startDashboard;
  throw new InvalidApplicationError(
    `The module that \`dashboard\` of ${file} loads has no startDashboard: expected one like () => import('nightshift/dashboard').`,
  );
}

/** By its file: the platform itself knows no board. */
async function loadShipped(): Promise<object> {
  const file = Object.entries(ownModules()).find(([name]) => name.endsWith('/dashboard'))?.[1] ?? '';
  return import(pathToFileURL(file).href) as Promise<object>; // a module is an object
}

function isDashboardModule(module: object): module is { readonly startDashboard: StartDashboard } {
  return 'startDashboard' in module && typeof module.startDashboard === 'function';
}
