import type { Action } from '../../src/operators/role.ts';

/** A place of the board in its navigation. */
export interface BoardLink {
  readonly path: string;
  readonly title: string;
  /** Who lacks it is shown no link. */
  readonly needs: Action;
}

/** The navigation, from the question that is asked most on. `/` is Bull Board. */
export const LINKS: readonly BoardLink[] = [
  { path: '/start', title: 'Start', needs: 'see-board' },
  { path: '/', title: 'Queues', needs: 'see-board' },
  { path: '/search', title: 'Search', needs: 'see-board' },
  { path: '/failed', title: 'Failed', needs: 'see-board' },
  { path: '/schedules', title: 'Schedules', needs: 'see-board' },
  { path: '/alerts', title: 'Alerts', needs: 'see-board' },
  { path: '/workers', title: 'Workers', needs: 'see-board' },
  { path: '/servers', title: 'Servers', needs: 'see-board' },
  { path: '/reports', title: 'Reports', needs: 'see-reports' },
  { path: '/pictures', title: 'Pictures', needs: 'see-pictures' },
  { path: '/outbox', title: 'Outbox', needs: 'see-outbox' },
  { path: '/audit', title: 'Audit', needs: 'see-audit' },
  { path: '/api/docs', title: 'API', needs: 'see-board' },
  { path: '/users', title: 'Users', needs: 'manage-users' },
];
