import { type HtmlValue, html, type SafeHtml } from '../../jobs/email/templates/html.ts';

/** One column of a table: its title, and what stands in it for a row. */
export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => HtmlValue;
  /** `number` stands at the right; `wide` holds long text. */
  readonly kind?: 'number' | 'wide';
}

/** Rows under their titles; `none` is said when there are none. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], none: string): SafeHtml {
  if (rows.length === 0) return html`<p class="dim">${none}</p>`;
  const head = columns.map(({ title, kind = '' }) => html`<th class="${kind}">${title}</th>`);
  const body = rows.map(
    (row) =>
      html`<tr>${columns.map(({ value, kind = '' }) => html`<td class="${kind}">${value(row)}</td>`)}</tr>`,
  );
  return html`<div class="table"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** A state in its colour. */
export function tag(state: string): SafeHtml {
  return html`<span class="tag ${state}">${state}</span>`;
}

/** A number with its thousands apart. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}
