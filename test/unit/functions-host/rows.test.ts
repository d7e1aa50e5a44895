/** How texts, ids and commits become table rows that the real service accepts. */
import type { TransactionAction } from '@azure/data-tables';
import fc from 'fast-check';
import { partitionKeyOf } from '../../../local/functions-host/durable/instance-key';
import { fromColumns, toColumns } from '../../../local/functions-host/durable/row-text';
import { planTransactions } from '../../../local/functions-host/durable/transactions';

describe('texts', () => {
  test('any text comes back from its columns, which keep the limits of a property and of a row', () => {
    const unit = fc.oneof(fc.constant('x'), fc.constant('\u{1F600}'), fc.constant('"'), fc.constant('ü'));
    fc.assert(
      fc.property(fc.array(unit, { minLength: 1, maxLength: 7 }), fc.nat(120_000), (pattern, times) => {
        const text = pattern.join('').repeat(times);
        const rows = toColumns(text);
        expect(rows.map(fromColumns).join('') === text).toBe(true);
        for (const row of rows) {
          const columns = Object.values(row);
          expect(columns.every((column) => column.length <= 32_768 && Buffer.from(column).toString() === column)).toBe(true);
          expect(columns.reduce((sum, column) => sum + column.length * 2, 0)).toBeLessThan(1024 * 1024 - 10_000);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('instance ids', () => {
  test('different ids have different keys, which hold no forbidden character and are not too long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 200 }), (a, b) => {
        const [x, y] = [partitionKeyOf(a), partitionKeyOf(b)];
        expect(x === y).toBe(a === b);
        expect(x).toMatch(/^[A-Za-z0-9.:@_~-]*$/);
        expect(x.length).toBeLessThanOrEqual(512);
      }),
    );
    expect(partitionKeyOf('b7c1:db:3')).toBe('b7c1:db:3');
    expect(partitionKeyOf('~timers')).not.toBe('~timers');
  });
});

describe('transactions', () => {
  const row = (rowKey: string, size = 10): TransactionAction => ['upsert', { partitionKey: 'p', rowKey, d0: 'x'.repeat(size) }, 'Replace'];
  const removal = (rowKey: string): TransactionAction => ['delete', { partitionKey: 'p', rowKey }];

  test('a small commit is one transaction', () => {
    expect(planTransactions([row('h:1'), row('h:2')], [row('i'), removal('m:1')])).toHaveLength(1);
  });

  test('a large one keeps the limits, loses nothing, and has what decides in the last transaction', () => {
    const size = fc.oneof({ weight: 5, arbitrary: fc.nat(2_000) }, { weight: 1, arbitrary: fc.integer({ min: 100_000, max: 900_000 }) });
    fc.assert(
      fc.property(fc.array(size, { maxLength: 250 }), fc.nat(90), (sizes, removals) => {
        const preparing = sizes.map((length, index) => row(`h:${index}`, length));
        const decisive = [row('i'), ...Array.from({ length: removals }, (_, index) => removal(`m:${index}`))];
        const plan = planTransactions(preparing, decisive);
        const keys = (actions: TransactionAction[]) => actions.map(([, entity]) => entity.rowKey);
        expect(keys(plan.flat()).sort()).toEqual(keys([...preparing, ...decisive]).sort());
        for (const key of keys(decisive)) expect(keys(plan.at(-1) ?? [])).toContain(key);
        for (const transaction of plan) {
          expect(transaction.length).toBeLessThanOrEqual(100);
          expect(JSON.stringify(transaction).length).toBeLessThan(4 * 1024 * 1024);
        }
      }),
      { numRuns: 40 },
    );
  });
});
