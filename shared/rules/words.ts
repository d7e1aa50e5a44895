// Small words that messages of rules share.

/** `1 table`, `3 tables`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** 17 of 170010, 9.6 of 90624: PostgreSQL changed how it counts with version 10. */
export function majorVersion(version: number): string {
  const major = Math.floor(version / 10_000);
  return major >= 10 ? String(major) : `${major}.${Math.floor(version / 100) % 100}`;
}
