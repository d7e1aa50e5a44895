/**
 * A name or id from the path. One that is longer than any that exists is cut to where it still cannot exist (names have at most 63 characters,
 * ids 36), so that it is not found, instead of making a key that the store refuses (512 characters, and odd ones take six).
 */
const longest = 64;

export const shortened = (text: string | undefined): string => (text ?? '').slice(0, longest);
