/** What operators may be, from the least to the most. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;

export type Role = (typeof ROLES)[number];

/** What can be done at the board, each with who may do it. `see-payload` uncovers what a job's `redact` hides. */
const ALLOWED = {
  'see-board': ['viewer', 'operator', 'admin', 'local'],
  'see-outbox': ['operator', 'admin', 'local'],
  'see-reports': ['operator', 'admin', 'local'],
  'see-pictures': ['operator', 'admin', 'local'],
  'see-audit': ['operator', 'admin', 'local'],
  'see-payload': ['admin'],
  retry: ['operator', 'admin', 'local'],
  remove: ['operator', 'admin', 'local'],
  'edit-job': ['operator', 'admin', 'local'],
  'add-job': ['operator', 'admin', 'local'],
  pause: ['operator', 'admin', 'local'],
  'edit-schedule': ['operator', 'admin', 'local'],
  empty: ['admin', 'local'],
  'manage-users': ['admin'],
} as const satisfies Readonly<Record<string, readonly (Role | 'local')[]>>;

export type Action = keyof typeof ALLOWED;

/** Whoever works at the board. `local`: on this machine, where nobody has to sign in. */
export interface Actor {
  readonly name: string;
  readonly role: Role | 'local';
  /** Where the request came from. */
  readonly address?: string;
}

export function mayDo({ role }: Pick<Actor, 'role'>, action: Action): boolean {
  const allowed: readonly string[] = ALLOWED[action];
  return allowed.includes(role);
}

export function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}
