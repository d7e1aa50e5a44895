/** Bytes of a text in UTF-8; the rules that need it run in browsers, too. */
export const byteLength = (text: string): number => new TextEncoder().encode(text).length;
