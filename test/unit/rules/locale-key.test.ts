// Spellings of one locale compare equal, and different locales don't.
import { localeKey } from '../../../shared/rules/locale-key';

test.each([
  ['en_US.UTF-8', 'en_US.utf8'],
  ['de_DE.ISO8859-1', 'de_DE.iso88591'],
  ['de_DE.ISO8859-15@euro', 'de_DE.iso885915@euro'],
  ['C', 'C'],
])('%s and %s are one locale', (one, other) => {
  expect(localeKey(one)).toBe(localeKey(other));
});

test.each([
  ['en_US.UTF-8', 'en_GB.UTF-8'],
  ['en_US', 'en_US.utf8'],
  ['de_DE.ISO8859-1', 'de_DE.ISO8859-15'],
])('%s and %s are two', (one, other) => {
  expect(localeKey(one)).not.toBe(localeKey(other));
});
