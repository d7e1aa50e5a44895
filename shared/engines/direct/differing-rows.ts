// Names the rows in which a table differs between source and target, by their keys, in memory that the table's size does not matter to.
import type { Wire } from '../../postgres/wire';
import type { RowDifference } from '../engine';
import type { CopyDialect } from './copy-unit';
import { type DifferingRow, describeDifference } from './describe-difference';
import { type KeyedRow, keyedRows } from './keyed-rows';
import { keyBeforeRows, readRowKey } from './row-key';
import type { CatalogTable } from './schema/types';

export interface DifferingRows {
  /** How many differ. */
  count: number;
  /** False: there are more than were counted. */
  isAll: boolean;
  /** The first of them, by key. */
  named: RowDifference[];
}

/** Rows whose keys' hashes have the same last bits. */
interface Bucket {
  bits: number;
  value: bigint;
  /** How much is held of it: one for each row of the side that has more, or for all rows of a single key. */
  weight: number;
}

interface Reading {
  key: string[];
  /** Reads the whole table on both sides at once. */
  read(wants: (keyHash: bigint) => boolean, take: (row: KeyedRow, side: Side) => void): Promise<void>;
}

type Side = 0 | 1;

const bitsPerPass = 12;
const allBits = 60;
/** As many rows, and fields of rows, are held at once: some megabytes. */
const maxRows = 20_000;
const maxFields = 1_000_000;
const maxNamed = 20;

/**
 * Reads the table two times on both sides (three from some 80 million rows on): once to find the few buckets of rows whose sums of hashes
 * differ, then only their rows are held. `source` reads in the snapshot that was copied; writes nothing.
 */
export async function differingRows(source: Wire, target: Wire, table: CatalogTable, dialect: CopyDialect): Promise<DifferingRows> {
  const key = await readRowKey(source, table);
  const sql = keyBeforeRows(table, key, dialect);
  await target.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'); // all passes see the same rows
  const reading: Reading = {
    key,
    async read(wants, take) {
      const readSide = async (wire: Wire, side: Side) => {
        const data = await keyedRows(key.length, wants, (row) => take(row, side));
        await wire.query(sql, { data, done: () => {} });
      };
      const ended = await Promise.allSettled([readSide(source, 0), readSide(target, 1)]);
      for (const each of ended) if (each.status === 'rejected') throw each.reason;
    },
  };
  const most = Math.min(maxRows, Math.ceil(maxFields / (table.columns.length + 1)));
  const { buckets, isAll } = await differingBuckets(reading, most);
  const rows = await rowsOf(reading, buckets);
  await target.query('COMMIT');
  const differences = rows.flatMap((row) => describeDifference(row, { key, columns: table.columns }) ?? []);
  const byKey = new Intl.Collator('en', { numeric: true });
  return {
    count: differences.reduce((sum, { count }) => sum + count, 0),
    isAll,
    named: differences
      .map(({ difference }) => difference)
      .sort((one, other) => byKey.compare(one.key, other.key))
      .slice(0, maxNamed),
  };
}

/** As many of the differing buckets as may be held; a single one that is too large is cut into smaller ones. */
async function differingBuckets(reading: Reading, most: number): Promise<{ buckets: Bucket[]; isAll: boolean }> {
  let within: Bucket = { bits: 0, value: 0n, weight: 0 };
  let isAll = true;
  for (;;) {
    const differing = (await compareBuckets(reading, within)).sort((one, other) => one.weight - other.weight);
    let held = 0;
    const buckets = differing.filter(({ weight }) => {
      held += weight;
      return held <= most;
    });
    const [smallest] = differing;
    if (!smallest || buckets.length) return { buckets, isAll: isAll && buckets.length === differing.length };
    isAll &&= differing.length === 1;
    within = smallest;
  }
}

async function compareBuckets({ read }: Reading, within: Bucket): Promise<Bucket[]> {
  const size = 2 ** bitsPerPass;
  const bits = within.bits + bitsPerPass;
  const shift = BigInt(within.bits);
  const mask = BigInt(size - 1);
  const make = () => ({ sums: new BigUint64Array(size), rows: new Float64Array(size) });
  const sides = [make(), make()] as const;
  const anyKey = new BigUint64Array(size);
  const hasSeveralKeys = new Uint8Array(size);
  await read(
    () => false,
    ({ keyHash, rowHash }, side) => {
      if (!isIn(within, keyHash)) return;
      const place = Number((keyHash >> shift) & mask);
      const { sums, rows } = sides[side];
      sums[place] = (sums[place] ?? 0n) + rowHash; // a sum, so that a doubled row does not vanish; wraps at 64 bits
      rows[place] = (rows[place] ?? 0) + 1;
      if (!anyKey[place]) anyKey[place] = keyHash;
      else if (anyKey[place] !== keyHash) hasSeveralKeys[place] = 1;
    },
  );
  const [there, here] = sides;
  const isOneKey = (place: number) => hasSeveralKeys[place] === 0 || bits >= allBits;
  return Array.from({ length: size }, (_, place) => place)
    .filter((place) => there.sums[place] !== here.sums[place] || there.rows[place] !== here.rows[place])
    .map((place) => ({
      bits,
      value: within.value | (BigInt(place) << shift),
      weight: isOneKey(place) ? 1 : Math.max(there.rows[place] ?? 0, here.rows[place] ?? 0),
    }));
}

async function rowsOf({ read }: Reading, buckets: Bucket[]): Promise<DifferingRow[]> {
  const [first] = buckets;
  if (!first) return [];
  const mask = (1n << BigInt(first.bits)) - 1n;
  const values = new Set(buckets.map(({ value }) => value));
  const wants = (keyHash: bigint) => values.has(keyHash & mask);
  const rows = new Map<bigint, DifferingRow>();
  await read(wants, ({ keyHash, rowHash, key, fields }, side) => {
    if (!wants(keyHash)) return;
    const row = rows.get(keyHash) ?? {
      keyHash,
      key,
      sides: [
        { count: 0, sum: 0n, fields: [] },
        { count: 0, sum: 0n, fields: [] },
      ],
    };
    rows.set(keyHash, row);
    const seen = row.sides[side];
    seen.count++;
    seen.sum = BigInt.asUintN(64, seen.sum + rowHash);
    seen.fields = fields;
  });
  return [...rows.values()];
}

const isIn = ({ bits, value }: Bucket, keyHash: bigint) => bits === 0 || (keyHash & ((1n << BigInt(bits)) - 1n)) === value;
