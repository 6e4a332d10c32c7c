/** HTML that is safe to show: made only by {@link html}, which escapes every value it is given. */
export class SafeHtml {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/** What {@link html} takes between its text: nested HTML as it is, text escaped, `undefined` and `false` as nothing. */
export type HtmlValue = SafeHtml | string | number | undefined | false | readonly SafeHtml[];

/** A template tag: `` html`<p>${name}</p>` `` escapes `name`, so that it can hold no markup and end no attribute. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): SafeHtml {
  const markup = parts.map((part, index) => part + render(values[index]));
  return new SafeHtml(markup.join(''));
}

function render(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (value instanceof SafeHtml) return value.toString();
  if (typeof value === 'object') return value.join('');
  return escape(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

function escape(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '');
}
