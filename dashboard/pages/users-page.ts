import { Router } from 'express';
import { z } from 'zod';
import { html, type SafeHtml } from '../../jobs/email/templates/html.ts';
import { UnknownOperatorError } from '../../src/operators/operator-errors.ts';
import { type Operator, sessionUserOf } from '../../src/operators/operators.ts';
import { ROLES, type Role } from '../../src/operators/role.ts';
import { requireAllowed } from '../access/require-action.ts';
import { BoardError } from '../board/board-error.ts';
import { sendPage } from '../page/send-page.ts';
import { since } from '../page/since.ts';
import { table } from '../page/table.ts';
import { currentActor } from '../sign-in/current-actor.ts';
import type { PageSource } from './page-source.ts';

const roleSchema = z.object({ role: z.enum(ROLES) });
const passwordSchema = z.object({ password: z.string().max(1_000) });
const newSchema = z
  .object({ name: z.string().trim().max(100) })
  .extend(roleSchema.shape)
  .extend(passwordSchema.shape);

/** `/users`: the operators, for admins. Nobody changes their own role here, so an admin is always left. */
export function usersPage({ operators, sessions, operations }: PageSource): Router {
  const { note } = operations;
  const get = async (name: string): Promise<Operator> => {
    const found = await operators.find(name);
    if (!found)
      throw new UnknownOperatorError(
        name,
        (await operators.list()).map((each) => each.name),
      );
    return found;
  };
  const acts: Readonly<Record<string, (operator: Operator, body: unknown) => Promise<void>>> = {
    role: async ({ name, role: before }, body) => {
      refuseOneself(name);
      const { role } = roleSchema.parse(body);
      await operators.setRole(name, role);
      await note({ action: 'change-role', target: { operator: name }, before, after: role });
    },
    password: async ({ name }, body) => {
      await operators.setPassword(name, passwordSchema.parse(body).password);
      await note({ action: 'change-password', target: { operator: name } });
    },
    'sign-out': async (operator) => {
      const ended = await sessions.deleteAll(sessionUserOf(operator));
      await note({
        action: 'sign-out-everywhere',
        target: { operator: operator.name },
        after: { sessions: ended },
      });
    },
    remove: async ({ name, role }) => {
      refuseOneself(name);
      await operators.remove(name);
      await note({ action: 'remove-operator', target: { operator: name }, before: { role } });
    },
  };
  return Router()
    .get('/users', async (_request, response) => {
      requireAllowed('manage-users');
      sendPage(response, {
        title: 'Users',
        at: '/users',
        body: html`${await list()}<h2>Add</h2>${addForm()}`,
      });
    })
    .post('/users', async (request, response) => {
      requireAllowed('manage-users');
      const { name, role, password } = newSchema.parse(request.body);
      await operators.add({ name, role, password });
      await note({ action: 'add-operator', target: { operator: name }, after: { role } });
      response.redirect(303, '/users');
    })
    .post('/users/:name/:act', async (request, response) => {
      requireAllowed('manage-users');
      const { name, act } = request.params;
      const change = Object.hasOwn(acts, act) ? acts[act] : undefined;
      if (!change) throw new BoardError(404, `Nothing called ${act} is done to operators.`);
      await change(await get(name), request.body ?? {});
      response.redirect(303, '/users');
    });

  async function list(): Promise<SafeHtml> {
    return table(
      await operators.list(),
      [
        { title: 'Name', value: ({ name }) => name },
        { title: 'Role', value: roleForm },
        { title: 'Since', value: ({ createdAt }) => since(createdAt) },
        { title: 'Signed in', value: ({ lastSignInAt }) => since(lastSignInAt) },
        {
          title: 'Locked',
          value: ({ lockedUntil }) =>
            lockedUntil !== null && html`<span class="bad">ends ${since(lockedUntil)}</span>`,
        },
        { title: 'Password', value: passwordForm },
        { title: '', value: endForm },
      ],
      'There are none.',
    );
  }
}

function refuseOneself(name: string): void {
  if (name.toLowerCase() === currentActor().name.toLowerCase())
    throw new BoardError(
      409,
      'Nobody takes their own role away. Ask another admin, or use "nightshift users".',
    );
}

const baseOf = (name: string): string => `/users/${encodeURIComponent(name)}`;

function roleOptions(chosen: Role): readonly SafeHtml[] {
  return ROLES.map((role) => html`<option${role === chosen && html` selected`}>${role}</option>`);
}

function roleForm({ name, role }: Operator): SafeHtml {
  if (name === currentActor().name) return html`${role}`;
  return html`<form method="post" action="${baseOf(name)}/role"><select name="role" aria-label="Role of ${name}">${roleOptions(role)}</select><button>Change</button></form>`;
}

function passwordForm({ name }: Operator): SafeHtml {
  return html`<form method="post" action="${baseOf(name)}/password"><input name="password" type="password" minlength="12" required autocomplete="new-password" aria-label="New password of ${name}"><button>Change</button></form>`;
}

function endForm({ name }: Operator): SafeHtml {
  const remove = html`<button class="danger" formaction="${baseOf(name)}/remove" data-confirm="Remove ${name}?">Remove</button>`;
  return html`<form method="post"><button formaction="${baseOf(name)}/sign-out">Sign out</button>${name !== currentActor().name && remove}</form>`;
}

function addForm(): SafeHtml {
  return html`<form class="card" method="post" action="/users">
<label>Name<input name="name" required maxlength="64" autocomplete="off"></label>
<label>Role<select name="role">${roleOptions('viewer')}</select></label>
<label>Password<input name="password" type="password" minlength="12" required autocomplete="new-password"></label>
<button class="main">Add</button></form>`;
}
