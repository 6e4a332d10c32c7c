import { html } from '../../jobs/email/templates/html.ts';
import { frame } from '../page/frame.ts';

export interface SignInView {
  /** Where to go afterwards. */
  readonly to: string;
  readonly name?: string;
  readonly problem?: string;
}

export function signInPage({ to, name = '', problem }: SignInView): string {
  const body = html`<form class="card" method="post" action="/login">
${problem !== undefined && html`<p class="note bad" role="alert">${problem}</p>`}
<label class="fill">Name<input name="name" value="${name}" autocomplete="username" required maxlength="64" autofocus></label>
<label class="fill">Password<input name="password" type="password" autocomplete="current-password" required maxlength="200"></label>
<input type="hidden" name="to" value="${to}">
<button class="main">Sign in</button>
</form>`;
  return frame({ title: 'Nightshift', body });
}
