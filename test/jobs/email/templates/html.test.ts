import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { html } from '../../../../jobs/email/templates/html.ts';

test('escapes text and numbers, keeps nested HTML, leaves out what is not there', () => {
  const inner = [html`<b>${'<'}</b>`, html`<i>${1}</i>`];
  expect(String(html`<p title="${'"&\'`'}">${inner}${undefined}${false}${0}</p>`)).toBe(
    '<p title="&quot;&amp;&#39;&#96;"><b>&lt;</b><i>1</i>0</p>',
  );
});

test('a value can never leave its place', () => {
  assert(
    property(string(), (value) => {
      const inside = String(html`${value}`);
      expect(inside).not.toMatch(/[<>"'`]/);
      expect(inside).not.toMatch(/&(?!(?:amp|lt|gt|quot|#39|#96);)/);
    }),
  );
});
