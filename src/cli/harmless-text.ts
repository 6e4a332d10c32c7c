const CONTROLS = /[\p{Cc}\p{Bidi_Control}]/gu;

/** Text of others with its control characters shown as `·`: they could move a terminal's cursor or change its colours. */
export function harmlessText(text: string): string {
  return text.replace(CONTROLS, '·');
}
