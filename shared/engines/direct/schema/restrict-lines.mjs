// Keeps lines like `\restrict x` inside of the user's own texts: the library takes every such line out of pg_dump's output, to be rid of the
// two that pg_dump prints for psql. Behind another character they pass; it has the same length, so that messages stay what they are.

const backslash = 0x5c;
/** Stands in texts of people practically never; where it does, before this very word, the comparison of the catalogues finds it. */
const standIn = 0x01;
const longest = 'unrestrict'.length;
const hidden = new RegExp(`${String.fromCharCode(standIn)}(?=(?:un)?restrict)`, 'gi');

/** In bytes that the server sent. */
export const hideRestrict = (bytes) => exchange(bytes, backslash, standIn);
/** In bytes that pg_dump sends: names that it has read before. */
export const showRestrict = (bytes) => exchange(bytes, standIn, backslash);
/** In the output. */
export const showRestrictInText = (text) => text.replace(hidden, '\\');

function exchange(bytes, from, to) {
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) {
    if (/^(un)?restrict/i.test(bytes.toString('latin1', at + 1, at + 1 + longest))) bytes[at] = to;
  }
  return bytes;
}
