// The specification's advice, from facts.
import { sourceWarnings, specifiedDurationSeconds } from '../../shared/domain/advice';

const gigabyte = 1024 ** 3;

test.each([
  [0, 0],
  [1, 61],
  [5, 260],
  [50, 2_761],
  [1000, 33_954],
  [2000, 67_908],
])('%d GB take %d s by the table', (gigabytes, seconds) => {
  expect(specifiedDurationSeconds(gigabytes * gigabyte)).toBe(seconds);
});

test('between two lines of the table the time lies between theirs', () => {
  expect(specifiedDurationSeconds(3 * gigabyte)).toBeGreaterThan(61);
  expect(specifiedDurationSeconds(3 * gigabyte)).toBeLessThan(260);
});

const facts = { readOnly: true, logins: 2, groups: 1, parameters: ['work_mem'], sizes: [{ name: 'app', sizeBytes: gigabyte }] };

test('what is not migrated is told with what was found', () => {
  expect(sourceWarnings(facts)).toEqual([
    expect.stringContaining('00:01:01'),
    expect.stringContaining('2 logins and 1 other roles'),
    expect.stringContaining('work_mem'),
  ]);
});

test('a large database and a source that accepts writes are warned of', () => {
  const warnings = sourceWarnings({ ...facts, readOnly: false, sizes: [{ name: 'huge', sizeBytes: 2048 * gigabyte }] });
  expect(warnings[0]).toContain("'huge' has 2048 GB");
  expect(warnings[1]).toContain('default_transaction_read_only');
});
