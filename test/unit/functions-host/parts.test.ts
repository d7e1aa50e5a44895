/** The small parts of the host: routes, globs, schedules, settings, the lock of the store. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findFiles, globExpression } from '../../../local/functions-host/core/glob';
import { createKeyedQueue } from '../../../local/functions-host/durable/keyed-queue';
import { readHostJson } from '../../../local/functions-host/host-json';
import { compileRoute } from '../../../local/functions-host/http/route';
import { applyLocalSettings } from '../../../local/functions-host/local-settings';
import { acquireStoreLock } from '../../../local/functions-host/store-lock';
import { parseSchedule } from '../../../local/functions-host/timers/schedule';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'functions-host-unit-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('routes', () => {
  const cases: [route: string, path: string, params: Record<string, string> | undefined][] = [
    ['a/{id}/b', '/A/7/B/', { id: '7' }],
    ['a/{id}', '/a/x%20y', { id: 'x y' }],
    ['a/{id}', '/a/x%2Fy%20z', { id: 'x%2Fy z' }],
    ['a/{id}', '/a/100%', { id: '100%' }],
    ['a/{id}', '/a', undefined],
    ['a/{id?}', '/a', {}],
    ['a/{*rest}', '/a/b/c/', { rest: 'b/c' }],
    ['a/{id:int}', '/a/-5', { id: '-5' }],
    ['a/{id:int}', '/a/x', undefined],
    ['{id:guid}', '/0f8fad5b-d9cb-469f-a165-70867728950e', { id: '0f8fad5b-d9cb-469f-a165-70867728950e' }],
    ['file-{name}.json', '/file-a.b.json', { name: 'a.b' }],
    ['migrations:cancel', '/migrations:cancel', {}],
    ['', '/', {}],
    ['providers/Microsoft.DBforPostgreSQL/x', '/providers/microsoft.dbforpostgresql/x', {}],
    ['providers/Microsoft.DBforPostgreSQL/x', '/providers/MicrosoftXDBforPostgreSQL/x', undefined],
  ];
  test.each(cases)('%s against %s', (route, requested, params) => {
    expect(compileRoute(route)(requested)).toEqual(params);
  });

  test('an unknown constraint is refused', () => {
    expect(() => compileRoute('a/{id:regex}')).toThrow(/constraint ':regex'/);
  });
});

test('globs find the files of an app', () => {
  const cases: [string, string, boolean][] = [
    ['dist/src/{index.js,functions/*.js}', 'dist/src/functions/a.js', true],
    ['dist/src/{index.js,functions/*.js}', 'dist/src/index.js', true],
    ['dist/src/{index.js,functions/*.js}', 'dist/src/functions/deep/a.js', false],
    ['dist/**/*.js', 'dist/a.js', true],
    ['dist/**/*.js', 'dist/x/y/a.js', true],
    ['dist/*.js', 'dist/a_js', false],
  ];
  for (const [pattern, file, matches] of cases)
    expect([pattern, file, globExpression(pattern).test(file)]).toEqual([pattern, file, matches]);
  for (const name of ['b.js', 'a.js', 'c.txt']) writeFileSync(path.join(folder, name), '');
  expect(findFiles(folder, './*.js')).toEqual(['a.js', 'b.js']);
});

describe('schedules', () => {
  const next = (expression: string, after: string, settings = {}) =>
    parseSchedule('f', expression, settings).next(new Date(after)).toISOString();

  test('six fields, five fields, names, app settings and time spans', () => {
    expect(next('*/30 * * * * *', '2026-01-01T00:00:10Z')).toBe('2026-01-01T00:00:30.000Z');
    expect(next('*/5 * * * *', '2026-01-01T00:01:00Z')).toBe('2026-01-01T00:05:00.000Z');
    expect(next('0 30 9 * Jan Mon-Fri', '2026-01-03T00:00:00Z')).toBe('2026-01-05T09:30:00.000Z');
    expect(next('%EVERY%', '2026-01-01T00:00:00Z', { EVERY: '01:30:00' })).toBe('2026-01-01T01:30:00.000Z');
    expect(next('1.00:00:00', '2026-01-01T00:00:00Z')).toBe('2026-01-02T00:00:00.000Z');
  });

  test('a schedule that can not be read names its function', () => {
    expect(() => parseSchedule('tick', 'often', {})).toThrow(/'often' of function 'tick'/);
    expect(() => parseSchedule('tick', '99 * * * * *', {})).toThrow(/function 'tick' is not valid/);
    expect(() => parseSchedule('tick', '%MISSING%', {})).toThrow(/'tick' is the app setting 'MISSING', which is not set/);
  });
});

test('local settings go into the environment, but what is set wins', () => {
  const file = path.join(folder, 'local.settings.json');
  writeFileSync(file, JSON.stringify({ Values: { A: 'new', B: 'secret' }, ConnectionStrings: { db: 'c' } }));
  const environment: NodeJS.ProcessEnv = { B: 'old' };
  const warnings = applyLocalSettings(file, environment);
  expect(environment).toEqual({ A: 'new', B: 'old', 'ConnectionStrings:db': 'c' });
  expect(warnings).toEqual([expect.stringMatching(/^Skipping 'B'/)]);
  expect(warnings.join()).not.toContain('secret');
  expect(applyLocalSettings(path.join(folder, 'none.json'), environment)).toEqual([]);
});

test('host.json has the real defaults, and a bad hub name is refused', () => {
  writeFileSync(path.join(folder, 'host.json'), '{"version":"2.0"}');
  expect(readHostJson(folder)).toEqual({ routePrefix: 'api', hubName: 'TestHubName', maxConcurrentActivities: 10 });
  writeFileSync(
    path.join(folder, 'host.json'),
    JSON.stringify({ extensions: { http: { routePrefix: '/v1/' }, durableTask: { hubName: 'my-hub' } } }),
  );
  expect(() => readHostJson(folder)).toThrow(/hubName 'my-hub'/);
});

test('a store is locked once, and free again after release', async () => {
  const lock = await acquireStoreLock(`store ${folder}`);
  await expect(acquireStoreLock(`store ${folder}`)).rejects.toThrow(`process ${process.pid}`);
  const other = await acquireStoreLock(`other ${folder}`);
  other.release();
  lock.release();
  (await acquireStoreLock(`store ${folder}`)).release();
});

test('jobs of one key run one after the other, those of others beside them, and a failure does not stop the next', async () => {
  const queue = createKeyedQueue();
  const order: string[] = [];
  const job = (name: string, ticks: number) => async () => {
    for (let tick = 0; tick < ticks; tick++) await Promise.resolve();
    order.push(name);
    if (name === 'a1') throw new Error('a1 failed');
  };
  const [a1, a2, b] = [queue('a', job('a1', 50)), queue('a', job('a2', 1)), queue('b', job('b', 1))];
  await expect(a1).rejects.toThrow('a1 failed');
  await Promise.all([a2, b]);
  expect(order).toEqual(['b', 'a1', 'a2']);
});
