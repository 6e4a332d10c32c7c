/** Asks before what cannot be taken back, and renews what is shown while nobody types. Pages work without it. */
export const SCRIPT = `'use strict';
document.addEventListener('submit', (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});
const EVERY_MS = 3000;
const isInUse = () => document.hidden || document.querySelector('main :focus, main details[open]') !== null;
const renew = async () => {
  const main = document.querySelector('main[data-live]');
  if (main === null) return;
  try {
    if (!isInUse()) {
      const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
      if (answer.redirected) return location.reload();
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const fresh = page.querySelector('main');
      if (answer.ok && fresh !== null && !isInUse()) {
        main.replaceChildren(...fresh.childNodes);
        if (!fresh.hasAttribute('data-live')) return main.removeAttribute('data-live');
      }
      document.body.classList.toggle('away', !answer.ok);
    }
  } catch {
    document.body.classList.add('away');
  }
  setTimeout(renew, EVERY_MS);
};
setTimeout(renew, EVERY_MS);
`;
