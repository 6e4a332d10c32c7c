/** Where the page finds {@link STYLE_NONCE_SCRIPT}, from its base on. */
export const STYLE_NONCE_PATH = 'style-nonce.js';

/**
 * Marks the style elements that the scripts of the page make (its editor writes rules of its own) with the nonce that
 * the content security policy of this one page allows. Styles that come in any other way stay refused.
 */
export const STYLE_NONCE_SCRIPT = `'use strict';
{
  const { nonce } = document.currentScript;
  for (const make of ['createElement', 'createElementNS']) {
    const original = Document.prototype[make];
    Document.prototype[make] = function (...given) {
      const element = original.apply(this, given);
      if (element.localName === 'style') element.nonce = nonce;
      return element;
    };
  }
}
`;
