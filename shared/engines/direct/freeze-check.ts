// Compares the source with what the first slice saw of it: a writer ends the database, or is a finding of its report where that was asked for.
import { fail } from '../../domain/error-codes';
import type { CatalogSession } from '../../postgres/catalog-session';
import type { Wire } from '../../postgres/wire';
import { changedRows } from './changed-rows';
import { compareFreezeEvidence, evidenceToKeep, type FreezeComparison, rowsChanged } from './compare-freeze-evidence';
import { type FreezeEvidence, readFreezeEvidence, uncountedSessions, untilCounted } from './freeze-evidence';
import { readFact, storeFact } from './ledger';
import { evidenceFact, tableKey } from './ledger-keys';
import type { Slice } from './slice';
import { listed, readOtherSessions } from './source-sessions';
import type { Work } from './work';

/** As many as an error holds. */
const namesInError = 100;

/** Stores what is to be compared with next. `now`: read before; `target` is open in the database with the ledger. */
export async function checkFreeze(work: Work, target: Wire, present: CatalogSession, now?: FreezeEvidence): Promise<void> {
  const first = await readFact<FreezeEvidence>(target, work.names.ledgerSchema, evidenceFact);
  const seen = now ?? (await readFreezeEvidence(present, first));
  if (first && compareFreezeEvidence(first, seen).changes.length)
    await refuseChanges(work, present, (await counted(present, first)).comparison);
  await target.query(storeFact(work.names.ledger, evidenceFact, first ? evidenceToKeep(first, seen) : seen));
}

/** After everything is copied. Returns findings: what could not be proven, and what was accepted. */
export async function checkFreezeAtEnd(slice: Slice, target: Wire): Promise<string[]> {
  const { work, source } = slice;
  const { present } = source;
  const first = await readFact<FreezeEvidence>(target, work.names.ledgerSchema, evidenceFact);
  if (!first) throw new Error('The ledger has no evidence of how the source was at the beginning.');
  const seen = await readFreezeEvidence(present, first);
  const isQuiet = seen.transactions === first.transactions;
  const { now, comparison } = isQuiet ? { now: seen, comparison: compareFreezeEvidence(first, seen) } : await counted(present, first);
  const doubt = comparison.isProven || comparison.changes.length ? undefined : await doubtOf(present, first, comparison);
  const written = doubt ? await changedRows(present, first, copiedRows(slice)) : [];
  const accepted = await refuseChanges(work, present, written.length ? rowsChanged(written) : comparison);
  const unproven = doubt && !written.length && slice.catalog.largeObjects.length;
  return [
    ...openWriters(first, now),
    ...accepted,
    ...(unproven ? [`UNPROVEN: writes to large objects of the source during the migration cannot be excluded: ${doubt}.`] : []),
  ];
}

/** When the counters of this moment are there: what is told then is complete. */
async function counted(present: CatalogSession, first: FreezeEvidence): Promise<{ now: FreezeEvidence; comparison: FreezeComparison }> {
  const isCounted = await untilCounted(present);
  const now = await readFreezeEvidence(present, first);
  const comparison = compareFreezeEvidence(first, now);
  return { now, comparison: { ...comparison, blind: comparison.blind ?? (isCounted ? undefined : 'its statistics are not up to date') } };
}

const copiedRows = ({ catalog, ledger }: Slice) =>
  catalog.tables.map(({ name, filter }) => ({ name, filter, rows: ledger.units.get(tableKey(name))?.rows ?? 0 }));

/** Returns the finding where changes are only to be told. */
async function refuseChanges(
  { job }: Work,
  present: CatalogSession,
  { changes, objects }: Pick<FreezeComparison, 'changes' | 'objects'>,
): Promise<string[]> {
  if (!changes.length) return [];
  const others = (await readOtherSessions(present, 'now')).map(({ who }) => who);
  const seen = others.length ? `Connected to it now: ${listed(others)}.` : 'Nobody else is connected to it now.';
  const message = `Database '${job.database}' was written to on the source during the migration: ${changes.join('; ')}. ${seen}`;
  if (job.onSourceChange !== 'warn') throw fail('SOURCE_CHANGED', message, { objects: objects.slice(0, namesInError) });
  return [`SOURCE_CHANGED, accepted: ${message} The copy may hold some of it.`];
}

function openWriters(first: FreezeEvidence, now: FreezeEvidence): string[] {
  const told = (when: string, who: string[]) =>
    who.length ? [`${when}, these had written to the source and not committed, which is not part of the copy: ${listed(who)}.`] : [];
  return [...told('When the copy began', first.openWriters), ...told('When the copy was complete', now.openWriters)];
}

/** Why the counters may not tell of a write; undefined: they do. */
async function doubtOf(present: CatalogSession, first: FreezeEvidence, { blind }: FreezeComparison): Promise<string | undefined> {
  if (blind) return blind;
  const uncounted = await uncountedSessions(present, first);
  return uncounted.length ? `what these sessions did last may not be counted yet: ${listed(uncounted.map(({ who }) => who))}` : undefined;
}
