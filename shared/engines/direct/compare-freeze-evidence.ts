// What two pieces of evidence tell: what changed on the source in between, and whether anything proves that nothing did.
import type { FreezeEvidence } from './freeze-evidence';
import { listed } from './source-sessions';

export interface FreezeComparison {
  /** What happened, in words; empty: nothing that is known of. */
  changes: string[];
  /** Quoted names of what it happened to. */
  objects: string[];
  /** No transaction ended in between, so that nothing can have changed. */
  isProven: boolean;
  /** Why the counters of rows tell nothing; undefined: they do. */
  blind: string | undefined;
}

/** Pure. */
export function compareFreezeEvidence(first: FreezeEvidence, now: FreezeEvidence): FreezeComparison {
  const isProven = now.transactions === first.transactions;
  const sequences = movedSequences(first, now);
  if (isProven) return verdict([['sequences were advanced or set', sequences]], { isProven, blind: undefined });
  const tables = Object.entries(now.tables)
    .sort(byName)
    .flatMap(([name, { changes, file }]) => {
      const before = first.tables[name];
      return before ? [{ name, rows: BigInt(changes) - BigInt(before.changes), isRewritten: file !== before.file }] : [];
    });
  const written = tables.filter(({ rows, isRewritten }) => rows > 0n && !isRewritten);
  const rewritten = tables.filter(({ isRewritten }) => isRewritten).map(({ name }) => name);
  const isLower = tables.some(({ rows }) => rows < 0n);
  const details = written.map(({ name, rows }) => `${name} (${rows})`);
  const objects = changed(first.objects, now.objects);
  return verdict(
    [
      [rowsWritten, written.map(({ name }) => name), details],
      ['tables were truncated or rewritten', rewritten],
      ['sequences were advanced or set', sequences],
      ['objects were created, altered or dropped', objects],
    ],
    { isProven, blind: blindness(first, now, isLower) },
  );
}

const byName = ([one]: [string, unknown], [other]: [string, unknown]) => (one < other ? -1 : 1);

const rowsWritten = 'rows were inserted, updated or deleted in';

/** Where the rows themselves told. */
export const rowsChanged = (tables: string[]) => verdict([[rowsWritten, tables]], { isProven: false, blind: undefined });

type Change = [what: string, names: string[], details?: string[]];

function verdict(changes: Change[], rest: Pick<FreezeComparison, 'isProven' | 'blind'>): FreezeComparison {
  const found = changes.filter(([, names]) => names.length > 0);
  return {
    changes: found.map(([what, names, details = names]) => `${what}: ${listed(details)}`),
    objects: found.flatMap(([, names]) => names),
    ...rest,
  };
}

/** After a crash, a sequence goes on behind the values that the WAL counts as used: nobody has advanced it. */
function movedSequences(first: FreezeEvidence, now: FreezeEvidence): string[] {
  const isOtherRun = now.serverRun !== first.serverRun;
  const places = (of: FreezeEvidence) => Object.fromEntries(Object.entries(of.sequences).map(([name, { at }]) => [name, at]));
  const isSkipped = (name: string) =>
    isOtherRun && (first.sequences[name]?.skippedByCrash ?? 0) > 0 && now.sequences[name]?.skippedByCrash === 0;
  return changed(places(first), places(now)).filter((name) => !isSkipped(name));
}

function changed(before: Record<string, string>, after: Record<string, string>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => before[name] !== after[name]).sort();
}

function blindness(first: FreezeEvidence, now: FreezeEvidence, isLower: boolean): string | undefined {
  if (!now.countsRows) return 'the source does not count changed rows (it is a standby, or track_counts is off)';
  if (isLower || now.countersSince !== first.countersSince || now.serverRun !== first.serverRun)
    return 'its statistics were reset, or it was restarted, in between';
  return undefined;
}

/**
 * What to compare with from now on. Counters reach the statistics some time after the commit: while no transaction ended, a later reading of
 * them is the better one.
 */
export function evidenceToKeep(first: FreezeEvidence, now: FreezeEvidence): FreezeEvidence {
  const { isProven, changes } = compareFreezeEvidence(first, now);
  return isProven && !changes.length ? { ...now, openWriters: first.openWriters, readOn: first.readOn } : first;
}
