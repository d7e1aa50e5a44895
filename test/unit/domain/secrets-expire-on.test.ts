import { secretsExpireOn } from '../../../shared/domain/secrets-expire-on';

const now = new Date('2026-06-01T00:00:00Z');

test.each([
  ['no window', undefined, '2026-06-09'],
  ['a window that has begun', '2026-05-01T00:00:00Z', '2026-06-09'],
  ['a window in a month', '2026-07-01T00:00:00Z', '2026-07-09'],
  ['a window in another age', '2999-01-01T00:00:00Z', '2027-06-09'],
])('secrets outlive the migration: %s', (_what, window, day) => {
  expect(secretsExpireOn(window, now).toISOString().slice(0, 10)).toBe(day);
});
