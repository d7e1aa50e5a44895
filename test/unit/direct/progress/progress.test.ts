// What a running copy tells of itself: tables, speeds, and an end that settles.
import { progressCounter } from '../../../../shared/engines/direct/progress';
import { index, MB, simulate, type Told, table } from './simulated-run';

const speeds = { copy: 40 * MB, proof: 90 * MB, index: 15 * MB, wirePerDisk: 0.7 };

const databases = {
  'many tables with indexes': () => {
    const tables = Array.from({ length: 40 }, (_, number) => table(`t${number}`, (20 + 7 * number) * MB));
    return { tables, indexes: tables.flatMap(({ name, sizeBytes }) => [index(name, sizeBytes / 4), index(name, sizeBytes / 9)]) };
  },
  'one large table': () => {
    const tables = [table('large', 3000 * MB), ...Array.from({ length: 10 }, (_, number) => table(`t${number}`, 10 * MB))];
    return { tables, indexes: [index('large', 400 * MB), index('large', 300 * MB)] };
  },
  'tables without indexes': () => ({ tables: Array.from({ length: 60 }, (_, number) => table(`t${number}`, 50 * MB)), indexes: [] }),
};

const etas = (told: Told[]) =>
  told.flatMap(({ atMs, progress: { etaSeconds } }) => (etaSeconds === undefined ? [] : [{ atMs, etaSeconds }]));

test.each(Object.keys(databases) as (keyof typeof databases)[])(
  '%s: the end that is told settles, near the truth, and never jumps',
  (name) => {
    const { tables, indexes } = databases[name]();
    const { told, endMs } = simulate(tables, indexes, speeds);
    const startMs = told[0]?.atMs ?? 0;
    const shown = etas(told);
    expect(shown.at(-1)).toEqual({ atMs: endMs, etaSeconds: 0 });
    expect(told[0]?.progress.etaSeconds).toBeUndefined(); // nobody can tell yet
    expect(shown[0]?.atMs).toBeLessThan(startMs + 5_000);
    for (const { atMs, etaSeconds } of shown) {
      const trueSeconds = (endMs - atMs) / 1000;
      expect(etaSeconds).toBeGreaterThanOrEqual(0);
      if (atMs > startMs + (endMs - startMs) / 4 && trueSeconds > 10) {
        expect(etaSeconds).toBeGreaterThan(trueSeconds / 2);
        expect(etaSeconds).toBeLessThan(trueSeconds * 2);
      }
    }
    shown.forEach(({ atMs, etaSeconds }, place) => {
      for (const later of shown.slice(place + 1).filter((other) => other.atMs <= atMs + 5_000)) {
        if (Math.min(etaSeconds, later.etaSeconds) < 10) continue;
        expect(Math.max(etaSeconds, later.etaSeconds)).toBeLessThanOrEqual(2 * Math.min(etaSeconds, later.etaSeconds));
      }
    });
  },
);

test('each table says what is done with it, how much and how fast', () => {
  const tables = [table('a', 400 * MB), table('b', 300 * MB), table('c', 20 * MB)];
  const { told } = simulate(tables, [index('a', 150 * MB)], speeds);
  const statesOf = (name: string) => [...new Set(told.map(({ progress }) => progress.tables?.find((each) => each.name === name)?.state))];
  expect(statesOf('a')).toEqual(['queued', 'copying', 'proving', 'indexing', 'done']);
  expect(statesOf('b')).toEqual(['queued', 'copying', 'proving', 'done']);
  const copying = told.flatMap(({ progress }) => progress.tables?.filter(({ name, state }) => name === 'a' && state === 'copying') ?? []);
  for (const { bytes, bytesPerSecond } of copying.slice(5)) {
    expect(bytes).toBeGreaterThan(0);
    expect(bytesPerSecond).toBeGreaterThan(0.9 * speeds.copy * speeds.wirePerDisk);
    expect(bytesPerSecond).toBeLessThan(1.1 * speeds.copy * speeds.wirePerDisk);
  }
  expect(copying.map(({ rows }) => rows)).toEqual([...copying.map(({ rows }) => rows)].sort((one, other) => one - other));
  const middle = told.find(({ progress }) => progress.bytesCopied > 300 * MB)?.progress;
  expect(middle?.bytesPerSecond).toBeGreaterThan(1.6 * speeds.copy * speeds.wirePerDisk); // two workers
  expect(middle?.bytesPerSecond).toBeLessThan(2.2 * speeds.copy * speeds.wirePerDisk);
});

test('of very many tables a few are named: those at work, the largest that wait, those done last; the row stays small', () => {
  const name = (number: number) => `"${'""'.repeat(62)}"."${String(number).padStart(6, '0')}${'""'.repeat(57)}"`;
  const tables = Array.from({ length: 1500 }, (_, number) => table(name(number), 1 * MB + number));
  const { told } = simulate(tables, [], { ...speeds, copy: 400 * MB, proof: 800 * MB });
  for (const { progress } of told) {
    expect(progress.tables?.length).toBeLessThanOrEqual(50);
    expect(JSON.stringify(progress).length).toBeLessThan(32_000);
  }
  const { tables: shown = [], tablesDone } = told[Math.floor(told.length / 2)]?.progress ?? {};
  expect(tablesDone).toBeGreaterThan(100);
  const states = shown.map(({ state }) => state);
  expect(states.slice(0, 2)).not.toContain('queued');
  const queued = shown.filter(({ state }) => state === 'queued').map(({ sizeBytes }) => sizeBytes);
  expect(queued).toEqual([...queued].sort((one, other) => other - one));
  const done = told.at(-1)?.progress.tables?.filter(({ state }) => state === 'done') ?? [];
  expect(Math.max(...done.map(({ sizeBytes }) => sizeBytes))).toBeLessThan(1 * MB + 60); // the smallest were the last
});

test('parts of a split table that an earlier slice copied count from the beginning', () => {
  const told: number[] = [];
  const part = {
    key: 'part 3 of "s"."t"',
    startedOn: '',
    endedOn: '',
    rows: 1,
    bytes: 600,
    sourceHash: 'x',
    proof: undefined,
  };
  const one = table('"s"."t"', 1000);
  const progress = progressCounter({
    tables: [one],
    postData: [],
    ledger: { units: new Map([[part.key, part]]) },
    isProving: true,
    report: ({ bytesCopied }) => told.push(bytesCopied),
  });
  const unit = [one];
  progress.phase('schema');
  progress.begin(unit);
  progress.bytes(unit, 100);
  progress.phase('finish');
  expect(told).toEqual([600, 700]);
});
