/** GSM 03.38, the alphabet of 7-bit messages, and what takes two of its places. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENDED = '^{}\\[~]|€\f';

const basic = new Set(BASIC);
const extended = new Set(EXTENDED);

export interface Segmentation {
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly segments: number;
}

/**
 * In how many messages a text is sent, which is what it costs. 160 characters of GSM-7 fit into one, and 153 into each
 * of several (3GPP TS 23.038 and 23.040); a single character outside of that alphabet makes it 70 and 67 UTF-16 units.
 */
export function countSegments(text: string): Segmentation {
  // Code points: neither alphabet knows clusters.
  const characters = Array.from(text);
  if (characters.every((each) => basic.has(each) || extended.has(each))) {
    const places = characters.reduce((sum, each) => sum + (extended.has(each) ? 2 : 1), 0);
    return { encoding: 'GSM-7', segments: places <= 160 ? 1 : fill(characters, 153, sizeInGsm) };
  }
  return { encoding: 'UCS-2', segments: text.length <= 70 ? 1 : fill(characters, 67, (each) => each.length) };
}

function sizeInGsm(character: string): number {
  return extended.has(character) ? 2 : 1;
}

/** No character is cut in two, so the end of a segment may stay empty. */
function fill(characters: readonly string[], size: number, sizeOf: (character: string) => number): number {
  let segments = 1;
  let used = 0;
  for (const character of characters) {
    const needs = sizeOf(character);
    if (used + needs > size) {
      segments += 1;
      used = 0;
    }
    used += needs;
  }
  return segments;
}
