// Where a database of the migration stands on the target: not begun, being loaded under its temporary name, or in place.
import { fail } from '../../domain/error-codes';
import { quoteLiteral } from '../../postgres/quote';
import type { Wire } from '../../postgres/wire';
import type { DatabaseReport } from '../engine';
import { requireApprovedContent } from './approved-content';
import { readFact } from './ledger';
import { reportFact } from './ledger-keys';
import { openTarget } from './sessions';
import type { Work } from './work';

export interface TargetDatabase {
  name: string;
  oid: number;
  allowsConnections: boolean;
}

export interface Databases {
  temporary: TargetDatabase | undefined;
  /** Under the name of the migration's database, whoever made it. */
  final: TargetDatabase | undefined;
  /** The old one, set aside. */
  replaced: TargetDatabase | undefined;
}

export type Place =
  | { kind: 'none' }
  | { kind: 'temporary' }
  /** Loaded, proven and under its final name; `replaced` may wait to be dropped. */
  | { kind: 'inPlace'; report: DatabaseReport };

/** `admin` is connected to any other database of the target. */
export async function readDatabases(admin: Wire, { names }: Pick<Work, 'names'>): Promise<Databases> {
  const wanted = [names.temporary, names.final, names.replaced].map(quoteLiteral).join(', ');
  const [found] = await admin.query(`SELECT datname, oid, datallowconn FROM pg_catalog.pg_database WHERE datname IN (${wanted})`);
  const byName = new Map(
    (found?.rows ?? []).map(([name, oid, allows]) => [name, { name: String(name), oid: Number(oid), allowsConnections: allows === 't' }]),
  );
  return { temporary: byName.get(names.temporary), final: byName.get(names.final), replaced: byName.get(names.replaced) };
}

/** Throws TARGET_DATABASE_CHANGED when the final name is taken by a database that nobody approved to be replaced. */
export async function findPlace(work: Work, { temporary, final }: Databases): Promise<Place> {
  if (temporary) return { kind: 'temporary' };
  if (final?.allowsConnections) {
    const report = await reportInFinal(work);
    if (report) return { kind: 'inPlace', report };
  }
  requireApproval(work, final);
  if (final?.allowsConnections && work.job.overwrite) await requireApprovedContent(work, work.job.overwrite); // early, before hours of copying
  return { kind: 'none' };
}

/** What was approved is one database, by its oid. */
export function requireApproval({ job, names }: Pick<Work, 'job' | 'names'>, final: TargetDatabase | undefined): void {
  if (!final || final.oid === job.overwrite?.oid) return;
  const approved = job.overwrite
    ? `approved was the one with oid ${job.overwrite.oid}, now there is oid ${final.oid}`
    : 'replacing it was not approved';
  throw fail('TARGET_DATABASE_CHANGED', `Database '${names.final}' exists on the target, and ${approved}.`);
}

/** The report in the ledger of the database under the final name: it has one only if it is ours, and complete. */
export async function reportInFinal(work: Pick<Work, 'job' | 'signal' | 'names'>): Promise<DatabaseReport | undefined> {
  const wire = await openTarget(work, work.names.final, 'check');
  try {
    return await readFact<DatabaseReport>(wire, work.names.ledgerSchema, reportFact);
  } finally {
    wire.end();
  }
}
