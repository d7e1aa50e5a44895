/**
 * The form in which names of locales compare: operating systems write `en_US.UTF-8` and `en_US.utf8` for the same thing.
 * Source: glibc's _nl_normalize_codeset, which keeps letters and digits of the code set, in lower case.
 */
export function localeKey(locale: string): string {
  const [name = '', codeset] = locale.split('.', 2);
  return codeset === undefined ? name : `${name}.${codeset.toLowerCase().replace(/[^a-z0-9@]/g, '')}`;
}
