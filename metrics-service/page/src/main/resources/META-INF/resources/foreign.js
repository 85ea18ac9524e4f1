import { count, h } from './elements.js';

/** Code points of a text that are shown at once; a line may have a million. */
const LONGEST = 1_000;

/** What changes a page and is not seen: controls, bidirectional ones too, private and unassigned code points, half surrogates. */
const UNSEEN = /(?![\n\t\u200C\u200D])[\p{C}\p{Zl}\p{Zp}]/gu;

/**
 * A text that anybody or any model may have written, as an element that it cannot leave: never markup, its direction is its own, and
 * what is not seen is shown by its code point.
 *
 * @param excerpt {text, more}: the beginning of a text, and how many characters of it are not here
 */
export function foreign({ text, more }) {
  const points = text.length > LONGEST ? [...text] : [];
  const begun = points.length > LONGEST ? points.slice(0, LONGEST).join('') : text;
  const missing = text.length - begun.length + more;
  return h('div', { class: 'foreign' }, h('span', { dir: 'auto' }, begun === '' ? h('i', {}, '(empty)') : visible(begun)),
    missing > 0 ? h('i', {}, ` … ${count(missing)} ${missing === 1 ? 'character' : 'characters'} more`) : null);
}

function visible(text) {
  const parts = [];
  let from = 0;
  for (const { 0: unseen, index } of text.matchAll(UNSEEN)) {
    parts.push(text.slice(from, index), h('span', { class: 'code-point', title: 'A character that is not seen' }, name(unseen)));
    from = index + unseen.length;
  }
  return [...parts, text.slice(from)];
}

const name = (character) => `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
