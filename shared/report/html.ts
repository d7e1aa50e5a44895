/** Text that becomes HTML: everything that is put into a template is escaped, so that no name of a database can be markup. */

const markup = Symbol('markup');

/** Escaped already. A symbol, so that nothing that was read from anywhere can claim to be. */
export interface Html {
  readonly [markup]: string;
}

export type Part = Html | string | number | undefined | readonly Part[];

export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return { [markup]: String.raw({ raw: strings }, ...parts.map(textOf)) };
}

/** The page as text. */
export const markupOf = (page: Html): string => page[markup];

/** For text of our own that is no HTML, as a style sheet. */
export const trusted = (text: string): Html => ({ [markup]: text });

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return isHtml(part) ? part[markup] : part.map(textOf).join('');
}

const isHtml = (part: Html | readonly Part[]): part is Html => markup in part;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** What nobody sees is shown: control characters, and those that change the direction of writing and so can make a name look like another. */
const unseen = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '').replace(unseen, shown);
}

function shown(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
}
