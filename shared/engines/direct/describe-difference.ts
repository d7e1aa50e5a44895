// Says in which way one row differs between source and target. Values of columns outside of the key are never told.
import type { RowDifference } from '../engine';

/** All rows of one key, on both sides. */
export interface DifferingRow {
  keyHash: bigint;
  key: Buffer[];
  sides: [RowsOfKey, RowsOfKey];
}

export interface RowsOfKey {
  count: number;
  /** Of the rows' hashes. */
  sum: bigint;
  /** Hashes of the columns. */
  fields: number[];
}

export interface RowColumns {
  /** Quoted; empty where the table has no key. */
  key: string[];
  columns: string[];
}

/** Keys are data: a long one is not told whole. */
const maxValueLength = 200;

/** Undefined where nothing differs. `count`: how many rows it makes. */
export function describeDifference(row: DifferingRow, columns: RowColumns): { difference: RowDifference; count: number } | undefined {
  const [there, here] = row.sides;
  if (there.count === here.count && there.sum === here.sum) return undefined;
  const key = columns.key.length
    ? columns.key.map((name, place) => `${name} = ${shown(row.key[place])}`).join(', ')
    : `row with hash ${row.keyHash.toString(16).padStart(16, '0')} (${there.count} on the source, ${here.count} on the target)`;
  const kind = kindOf(there.count, here.count);
  const differing = kind === 'different' ? columns.columns.filter((_, place) => there.fields[place] !== here.fields[place]) : undefined;
  return {
    difference: { kind, key, ...(differing ? { columns: differing } : {}) },
    count: Math.max(1, Math.abs(there.count - here.count)),
  };
}

function kindOf(there: number, here: number): RowDifference['kind'] {
  if (there === here) return 'different';
  if (there > here) return 'missing';
  return there === 0 ? 'extra' : 'doubled';
}

/** As COPY prints it; bytes that are no UTF-8 one by one. */
function shown(value: Buffer | undefined): string {
  const text = decode(value ?? Buffer.alloc(0));
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength - 1)}…` : text;
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
