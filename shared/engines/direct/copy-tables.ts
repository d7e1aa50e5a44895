// Copies one unit of tables in one transaction of the target, and proves it after the commit.
import { fail } from '../../domain/error-codes';
import { isConnectionLoss } from '../../postgres/connection-failure';
import { describeError, serverMessage } from '../../postgres/server-message';
import { type SplicedCopy, SpliceError, splice } from '../../postgres/splice';
import type { Wire } from '../../postgres/wire';
import { isUnitTaken, requireAttemptsLeft } from './attempts';
import { type CopyDialect, type CopyUnit, copyIn, copyOut, emptyTables, formatOf } from './copy-unit';
import { countAttempts, endUnitsWithContent, insertUnits, storeProofs } from './ledger';
import { tableKey } from './ledger-keys';
import { type CopiedTable, proveTables } from './prove-tables';

export interface CopySessions {
  source: Wire;
  target: Wire;
}

/** `taken`: somebody else has committed one of these tables in the meantime: look at the ledger again. */
export type CopyOutcome = { kind: 'copied'; copied: CopiedTable[] } | { kind: 'taken' };

/** BEGIN, INSERT into the ledger, and what empties the tables. */
const statementsBefore = 3;

export async function copyTables(
  { source, target }: CopySessions,
  ledger: string,
  unit: CopyUnit,
  dialect: CopyDialect,
  onBytes: (count: number) => void,
): Promise<CopyOutcome> {
  const { tables } = unit;
  const keys = tables.map(({ name }) => tableKey(name));
  requireAttemptsLeft(await countAttempts(target, ledger, keys), tables[0]?.name ?? '');
  let copies: SplicedCopy[];
  try {
    copies = await splice({
      source,
      target,
      outSql: tables.map((table) => copyOut(table, dialect)).join(';'),
      inSql: ['BEGIN', insertUnits(ledger, keys), emptyTables(unit), ...tables.map((table) => copyIn(table, dialect))].join(';'),
      statementsBefore,
      formats: tables.map((table) => formatOf(table, dialect)),
      onBytes,
    });
  } catch (error) {
    if (error instanceof SpliceError && isUnitTaken(error.cause)) return { kind: 'taken' };
    throw copyFailure(error, unit);
  }
  const contents = copies.map(({ rows, bytes, hash }, index) => ({ key: keys[index] ?? '', rows, bytes, hash }));
  await target.query(`${endUnitsWithContent(ledger, contents)}; COMMIT`);
  return { kind: 'copied', copied: tables.map((table, index) => ({ table, sourceHash: contents[index]?.hash ?? '' })) };
}

export async function proveCopies(
  { source, target }: CopySessions,
  ledger: string,
  dialect: CopyDialect,
  copied: CopiedTable[],
): Promise<void> {
  const proofs = await proveTables(source, target, dialect, copied);
  await storeProofs(
    target,
    ledger,
    copied.map(({ table }, index) => {
      const proof = proofs[index];
      if (!proof) throw new Error(`Table ${table.name} was read back without a result.`);
      return { key: tableKey(table.name), proof };
    }),
  );
}

function copyFailure(error: unknown, { tables }: CopyUnit): unknown {
  if (!(error instanceof SpliceError) || isConnectionLoss(error.cause)) return error instanceof SpliceError ? error.cause : error;
  const table = tables[error.copy];
  const sqlState = serverMessage(error.cause)?.sqlState;
  if (!table || sqlState === '40P01') return error.cause;
  const objects = [table.name];
  const message = `Table ${table.name}, on the ${error.side}: ${describeError(error.cause)}.`;
  if (error.side === 'source' && sqlState === '42501') {
    const hidden = /row-level security/.test(describeError(error.cause));
    return fail(hidden ? 'ROW_SECURITY_HIDES_ROWS' : 'SOURCE_RIGHTS_MISSING', message, { objects, cause: error.cause });
  }
  if (error.side === 'source' && sqlState === '42P01') return fail('SOURCE_CHANGED', message, { objects, cause: error.cause });
  return fail(sqlState === '53100' ? 'TARGET_DISK_FULL' : 'COPY_FAILED', message, { objects, cause: error.cause });
}
