// What the evidence about the source tells.
import { compareFreezeEvidence, evidenceToKeep } from '../../../shared/engines/direct/compare-freeze-evidence';
import type { FreezeEvidence } from '../../../shared/engines/direct/freeze-evidence';

const first: FreezeEvidence = {
  transactions: '10:10:',
  readOn: '2026-01-01',
  countersSince: 'start',
  serverRun: 'run',
  countsRows: true,
  tables: { 'public.t': { changes: '100', file: '1' }, 'public.u': { changes: '0', file: '2' } },
  sequences: { '"public"."s"': { at: '5 true', skippedByCrash: 30 } },
  objects: { 'table public.t': 'aa' },
  openWriters: [],
};
const tables = (changes: string, file = '1') => ({ ...first.tables, 'public.t': { changes, file } });
const compare = (now: Partial<FreezeEvidence>) => compareFreezeEvidence(first, { ...first, ...now });
const moved = { '"public"."s"': { at: '6 true', skippedByCrash: 29 } };
const later = { transactions: '20:20:' };

test('as long as no transaction has ended, nothing has changed, and a late counter is the better one from then on', () => {
  const now = { ...first, tables: tables('120') };
  expect(compare(now)).toMatchObject({ changes: [], isProven: true, blind: undefined });
  expect(evidenceToKeep(first, now).tables).toEqual(tables('120'));
  expect(evidenceToKeep(first, { ...now, ...later })).toBe(first);
  expect(evidenceToKeep(first, { ...now, sequences: moved })).toBe(first); // a change that is only to be told is told at the end
});

test('a transaction that ran at the beginning and runs no more may have changed something', () => {
  const running = { ...first, transactions: '9:10:9' };
  expect(compareFreezeEvidence(running, { ...first, transactions: '10:10:' }).isProven).toBe(false);
});

test('transactions of other databases, of temporary tables and of ANALYZE change nothing that decides', () => {
  expect(compare(later)).toEqual({ changes: [], objects: [], isProven: false, blind: undefined });
});

test.each<[string, Partial<FreezeEvidence>, string, string]>([
  ['a row', { ...later, tables: tables('103') }, 'rows were inserted, updated or deleted in: public.t (3)', 'public.t'],
  ['a truncated table', { ...later, tables: tables('100', '9') }, 'tables were truncated or rewritten: public.t', 'public.t'],
  [
    'a new object',
    { ...later, objects: { ...first.objects, 'view public.v': 'bb' } },
    'objects were created, altered or dropped: view public.v',
    'view public.v',
  ],
  [
    'an altered object',
    { ...later, objects: { 'table public.t': 'ab' } },
    'objects were created, altered or dropped: table public.t',
    'table public.t',
  ],
  ['a dropped object', { ...later, objects: {} }, 'objects were created, altered or dropped: table public.t', 'table public.t'],
  ['nextval without a transaction', { sequences: moved }, 'sequences were advanced or set: "public"."s"', '"public"."s"'],
])('%s is a change, named', (_what, now, change, object) => {
  expect(compare(now)).toMatchObject({ changes: [change], objects: [object] });
});

test.each<[string, Partial<FreezeEvidence>]>([
  ['a reset of one counter', { tables: tables('3') }],
  ['a reset of the statistics', { countersSince: 'later' }],
  ['a restart', { serverRun: 'another' }],
  ['a standby', { countsRows: false }],
])('after %s, transactions that ended leave doubt', (_what, now) => {
  expect(compare({ ...later, ...now })).toMatchObject({ changes: [], blind: expect.any(String) });
  expect(compare(now)).toMatchObject({ isProven: true, blind: undefined });
});

test('a crash passes over values of sequences, which nobody has used; a sequence that was used after it is a change', () => {
  const passed = { '"public"."s"': { at: '35 true', skippedByCrash: 0 } };
  expect(compare({ sequences: passed, serverRun: 'another' })).toMatchObject({ changes: [], isProven: true });
  expect(compare({ sequences: passed }).objects).toEqual(['"public"."s"']);
  const used = { '"public"."s"': { at: '36 true', skippedByCrash: 32 } };
  expect(compare({ sequences: used, serverRun: 'another' }).objects).toEqual(['"public"."s"']);
});

test('a long list is shortened in the message, and whole in the objects', () => {
  const objects = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`view v${index}`, 'x']));
  const { changes, objects: named } = compare({ ...later, objects: { ...first.objects, ...objects } });
  expect(changes[0]).toMatch(/and 20 more$/);
  expect(named).toHaveLength(30);
});
