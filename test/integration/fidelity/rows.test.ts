// No row of the list is forgotten: each has tests, and each fixture of the suite is one of a row.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allFixtures } from './all-fixtures';
import { otherKinds, rows } from './rows';

test.each(Object.entries(rows))('%s', (row, files) => {
  for (const file of files) {
    expect({ file, exists: existsSync(join(__dirname, file)) }).toEqual({ file, exists: true });
    if (file.startsWith('fixtures/')) expect(allFixtures.map((fixture) => fixture.row)).toContain(row);
    else expect(readFileSync(join(__dirname, file), 'utf8')).toMatch(/\b(test|describe)(\.\w+)*\(/);
  }
});

test.each(otherKinds)('%s', (kind) => {
  expect(allFixtures.map(({ row }) => row)).toContain(kind);
});

test('each fixture has a schema of its own, and something to compare', () => {
  const schemas = allFixtures.map(({ schema }) => schema);
  expect(new Set(schemas).size).toBe(schemas.length);
  const idle = allFixtures.filter(({ same, target, refused, check }) => !same && !target && !refused && !check);
  expect(idle).toEqual([]);
});
