// How the terminal is written to: numbers, tables and sentences fit, and progress is told once.
import { Writable } from 'node:stream';
import type { Overview } from '../../../cli/client/answers';
import { showProgress } from '../../../cli/progress/progress';
import { bytes, counted, megabytesPerSecond, timeLeft } from '../../../cli/screen/numbers';
import { openScreen } from '../../../cli/screen/screen';
import { textTable } from '../../../cli/screen/text-table';
import { wrap } from '../../../cli/screen/wrap';

type Database = Overview['databases'][number];
const database = (change: Partial<Database> = {}): Database => ({
  name: 'shop',
  state: 'InProgress',
  bytesTotal: 80_000_000,
  bytesCopied: 0,
  tablesTotal: 4,
  tablesDone: 0,
  phase: 'copy',
  ...change,
});
const overview = (...databases: Database[]) => ({ databases }) as Overview;

/** A stream that keeps what is written; a terminal of 80 columns if asked for. */
function recorder(terminal = false) {
  const written: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  const shape = terminal ? { isTTY: true, columns: 80, hasColors: () => true } : { isTTY: false };
  return { written, screen: openScreen(Object.assign(stream, shape) as unknown as NodeJS.WriteStream) };
}

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [99_960, '100 kB'],
  [82_950_000, '83.0 MB'],
  [3_200_000_000, '3.2 GB'],
])('%d bytes read %s', (number, text) => expect(bytes(number)).toBe(text));

test('counts, rates and times read as people say them', () => {
  expect([counted(1, 'table'), counted(1_260_000, 'row')]).toEqual(['1 table', '1,260,000 rows']);
  expect([megabytesPerSecond(2_440_000), megabytesPerSecond(31_000_000)]).toEqual(['2.4 MB/s', '31 MB/s']);
  expect([timeLeft(0.4), timeLeft(119), timeLeft(121)]).toEqual(['1 s', '119 s', '3 min']);
});

test('columns are aligned, and long names lose their middle', () => {
  const lines = textTable(
    [
      { title: 'table', most: 9 },
      { title: 'rows', align: 'right' },
    ],
    [
      ['a', '5'],
      ['collection.work', '4,000'],
    ],
  );
  expect(lines).toEqual(['table       rows', 'a              5', 'coll…work  4,000']);
});

test('a sentence is broken between words', () => {
  expect(wrap('one two three four', 9)).toEqual(['one two', 'three', 'four']);
});

test('speed and time to go are told as the service knows them, and left out where it does not', () => {
  const { written, screen } = recorder();
  const progress = showProgress(screen);
  progress.update(overview(database({ bytesCopied: 8_000_000, tablesDone: 1, bytesPerSecond: 31_000_000, etaSeconds: 130 })));
  progress.update(overview(database({ phase: 'finish', bytesCopied: 80_000_000, tablesDone: 4 })));
  progress.stop();
  expect(written.map((line) => line.trim())).toEqual([
    'shop: copying, 8.0 MB of 80.0 MB, 1 of 4 tables, 31 MB/s, 3 min to go',
    'shop: finishing, 80.0 MB of 80.0 MB, 4 of 4 tables',
  ]);
});

test('without a terminal a state is told once, and not that nothing happens yet', () => {
  const { written, screen } = recorder();
  const progress = showProgress(screen);
  progress.update(overview(database({ state: 'Queued', phase: undefined })));
  for (let again = 0; again < 3; again++) progress.update(overview(database({ bytesCopied: 8_000_000, tablesDone: 1 })));
  for (let again = 0; again < 3; again++)
    progress.update(overview(database({ state: 'Succeeded', bytesCopied: 80_000_000, tablesDone: 4 })));
  progress.stop();
  expect(written.map((line) => line.trim().split(',')[0])).toEqual(['shop: copying', 'shop: done']);
});

test('bars fit into 80 columns, and the cursor and line wrapping are given back', () => {
  const { written, screen } = recorder(true);
  const progress = showProgress(screen);
  progress.update(
    overview(
      database({
        name: 'a database with quite a long name',
        bytesCopied: 79_900_000,
        tablesTotal: 12,
        tablesDone: 11,
        bytesPerSecond: 123e6,
        etaSeconds: 100,
      }),
    ),
  );
  progress.stop();
  progress.stop();
  const output = written.join('');
  const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, 'g');
  const [last = ''] = written.slice(-1);
  expect(last.replace(escapes, '').trimEnd().length).toBeLessThanOrEqual(80);
  expect(last).toContain('11/12 tables');
  expect(output).toContain(`${String.fromCharCode(27)}[?25h`);
  expect(output.lastIndexOf('[?7h')).toBeGreaterThan(output.lastIndexOf('[?7l'));
});
