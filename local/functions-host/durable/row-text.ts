/** Cuts long texts so that they fit into table rows. The limits are those of the real service; Azurite allows more. */

/** A string property holds 64 KiB of UTF-16, which is 32,768 characters. */
const charsPerColumn = 30_000;
/** A row holds 1 MiB: 16 columns of 60,000 bytes leave room for keys and the other properties. */
const columnsPerRow = 16;

export type TextColumns = Record<string, string>;

/** The text as columns d0, d1 ... of one or more rows. */
export function toColumns(text: string): TextColumns[] {
  const pieces = cut(text);
  const rows: TextColumns[] = [];
  for (let from = 0; from < Math.max(pieces.length, 1); from += columnsPerRow) {
    rows.push(Object.fromEntries(pieces.slice(from, from + columnsPerRow).map((piece, index) => [`d${index}`, piece])));
  }
  return rows;
}

export function fromColumns(row: Record<string, unknown>): string {
  let text = '';
  for (let index = 0; typeof row[`d${index}`] === 'string'; index++) text += row[`d${index}`];
  return text;
}

/** Never cuts a character in two: half of a surrogate pair would not survive UTF-8. */
function cut(text: string): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = Math.min(at + charsPerColumn, text.length);
    const last = text.charCodeAt(end - 1);
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end--;
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}
