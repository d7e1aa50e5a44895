// Copies one unit of tables in one transaction of the target, and proves it after the commit.
import { fail } from '../../domain/error-codes';
import { isConnectionLoss } from '../../postgres/connection-failure';
import { copyHash, copyHashAlgorithm } from '../../postgres/copy-hash';
import { isPassingConflict } from '../../postgres/passing-errors';
import { describeError, serverMessage } from '../../postgres/server-message';
import { type SplicedCopy, SpliceError, splice } from '../../postgres/splice';
import type { StatementResult } from '../../postgres/statement-result';
import type { Wire } from '../../postgres/wire';
import { countAttempt, isUnitTaken } from './attempts';
import { type CopyUnit, copyOut, fillTables, formatOf } from './copy-unit';
import { beginStatements, beginUnits, endUnitsWithContent, selectUnits, storeProofs, storeProvenRows, unitsOf, unprovenBy } from './ledger';
import { tableKey } from './ledger-keys';
import { proveTables } from './prove-tables';
import { isRowHash, rowHash, rowHashAlgorithm } from './row-hash';
import type { CatalogTable } from './schema/types';
import type { Slice } from './slice';

export interface CopySessions {
  source: Wire;
  target: Wire;
}

/** `taken`: somebody else has committed one of these in the meantime: look at the ledger again. */
export type CopyOutcome = 'copied' | 'taken';

export async function copyTables({ source, target }: CopySessions, slice: Slice, unit: CopyUnit): Promise<CopyOutcome> {
  const { work, dialect, progress } = slice;
  const { ledger } = work.names;
  const { tables } = unit;
  const keys = tables.map(({ name }) => tableKey(name));
  countAttempt(slice.ledger, keys, tables[0]?.name ?? '');
  progress.begin(tables);
  const fill = fillTables(unit, dialect);
  let copies: SplicedCopy[];
  try {
    copies = await splice({
      source,
      target,
      outSql: tables.map((table) => copyOut(table, dialect)).join(';'),
      inSql: [beginUnits(ledger, keys), ...fill].join(';'),
      statementsBefore: beginStatements + fill.length - tables.length,
      formats: tables.map((table) => formatOf(table, dialect)),
      hash: unit.kind === 'batch' ? (format) => rowHash({ format }) : copyHash,
      onBytes: (count, rows) => progress.bytes(tables, count, rows),
    });
  } catch (error) {
    if (error instanceof SpliceError && isUnitTaken(error.cause)) return 'taken';
    progress.failed(tables);
    throw copyFailure(error, tables);
  }
  const contents = copies.map(({ rows, bytes, hash }, index) => ({ key: keys[index] ?? '', rows, bytes, hash }));
  const unproven = contents.map(({ key, hash }) => ({
    key,
    proof: unprovenBy(isRowHash(hash) ? rowHashAlgorithm : copyHashAlgorithm, hash),
  }));
  const results = await target.query(
    [
      endUnitsWithContent(ledger, contents),
      ...(work.job.proof === 'off' ? [storeProofs(ledger, unproven)] : []),
      'COMMIT',
      selectUnits(ledger, keys),
    ].join(';'),
  );
  noteUnits(slice, results);
  progress.done(tables);
  slice.changes.notify();
  return 'copied';
}

/** Reads the tables of a committed unit back, and stores what was found. */
export async function proveCopies({ source, target }: CopySessions, slice: Slice, { tables }: CopyUnit): Promise<void> {
  const { work, ledger, dialect } = slice;
  const schema = work.names.ledger;
  const copied = tables.map((table) => ({ table, sourceHash: ledger.units.get(tableKey(table.name))?.sourceHash ?? '' }));
  const proofs = await proveTables(source, target, dialect, copied);
  const proven = proofs.map((proof, index) => ({ key: tableKey(copied[index]?.table.name ?? ''), proof }));
  const keys = proven.map(({ key }) => key);
  const brought = copied.filter(({ sourceHash }) => sourceHash === '').map(({ table }) => tableKey(table.name));
  const statements = [
    storeProofs(schema, proven),
    ...(brought.length ? [storeProvenRows(schema, brought)] : []),
    selectUnits(schema, keys),
  ];
  noteUnits(slice, await target.query(statements.join(';')));
  slice.changes.notify();
}

/** Takes over what the ledger says, in the last result: the ledger is the judge, not our memory. */
export function noteUnits({ ledger }: Slice, results: StatementResult[]): void {
  for (const [key, unit] of unitsOf(results.at(-1))) ledger.units.set(key, unit);
}

/** Whether the copy itself failed, and if so for which table and why; else the error as it is. */
export function copyFailure(error: unknown, tables: CatalogTable[]): unknown {
  if (!(error instanceof SpliceError) || isConnectionLoss(error.cause)) return error instanceof SpliceError ? error.cause : error;
  const table = tables[error.copy];
  const sqlState = serverMessage(error.cause)?.sqlState;
  if (!table || isPassingConflict(error.cause)) return error.cause;
  const objects = [table.name];
  const message = `Table ${table.name}, on the ${error.side}: ${describeError(error.cause)}.`;
  if (error.side === 'source' && sqlState === '42501') {
    const hidden = /row-level security/.test(describeError(error.cause));
    return fail(hidden ? 'ROW_SECURITY_HIDES_ROWS' : 'SOURCE_RIGHTS_MISSING', message, { objects, cause: error.cause });
  }
  if (error.side === 'source' && sqlState === '42P01') return fail('SOURCE_CHANGED', message, { objects, cause: error.cause });
  return fail(error.side === 'target' && sqlState === '53100' ? 'TARGET_DISK_FULL' : 'COPY_FAILED', message, {
    objects,
    cause: error.cause,
  });
}
