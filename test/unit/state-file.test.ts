// The JSON documents of the stand-ins: acknowledged means written, a failed change changes nothing, damage is told without quoting.
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { openStateFile } from '../../local/files/state-file';

const schema = z.object({ numbers: z.array(z.number()) });
let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pgflex-state-'));
  file = join(folder, 'sub', 'state.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () => openStateFile(file, schema, () => ({ numbers: [] }));

test('changes at the same time are all kept, in order, and on disk when they are acknowledged', async () => {
  const state = await open();
  await Promise.all(
    Array.from({ length: 50 }, async (_, number) => {
      await state.update(({ numbers }) => numbers.push(number));
      expect(JSON.parse(await readFile(file, 'utf8')).numbers).toContain(number);
    }),
  );
  expect((await open()).read().numbers).toEqual(Array.from({ length: 50 }, (_, number) => number));
  expect(await readdir(join(folder, 'sub'))).toEqual(['state.json']);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('a change that throws leaves state and file as they were, and the next one works', async () => {
  const state = await open();
  await state.update(({ numbers }) => numbers.push(1));
  const failing = state.update(({ numbers }) => {
    numbers.push(2);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await state.update(({ numbers }) => numbers.push(3));
  expect(state.read().numbers).toEqual([1, 3]);
});

test('a damaged file is refused by its place, without its content', async () => {
  await open();
  await writeFile(file, '{"numbers":["canary"]}');
  await expect(open()).rejects.toThrow(/state\.json is not as expected at: numbers\.0/);
  await writeFile(file, 'canary');
  await expect(open()).rejects.toThrow(expect.objectContaining({ message: expect.not.stringContaining('canary') }));
});
