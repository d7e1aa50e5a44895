/** The tasks that tables are: copies, proofs, indexes, and the foreign keys between them. */
import { splitTablesFromBytes } from '../../engines/direct/copy-tuning';
import { smallTableBytes } from '../../engines/direct/schema/plan-indexes';
import type { DatabaseSize, TableSize } from '../types';
import { buildPlace, type Context, copyPlace, keysOf, sum, task } from './context';
import type { Task } from './schedule';

/** Small tables are copied and built several to a transaction. */
const smallTablesPerTask = 32;
const foreignKeysPerTask = 50;
/** Adding a foreign key writes a few triggers; an index of a small table is a file too. */
const foreignKeyPerIndex = 0.5;
/** Checking a foreign key reads both tables, without sending them anywhere: parts of what reading them back takes. */
const referencingPart = 0.6;
const referencedPart = 0.3;

type ForeignKey = DatabaseSize['foreignKeys'][number];

export interface TableTasks {
  tables: TableSize[];
  copies: Task[];
  proofs: Task[];
  builds: Task[];
}

/** Of one large table, or of several small ones. */
export function tableTasks(context: Context, tables: TableSize[], index: number, schema: string): TableTasks {
  const costs = tables.flatMap(({ name }) => context.costs.get(name) ?? []);
  const [only] = tables.length === 1 ? tables : [];
  const about = only ? { object: only.name, table: only.name } : { object: `${tables.length} small tables` };
  const parts = only && isSplit(context, only) ? context.streams : 1;
  const each = <Item>(make: (part: number) => Item) => Array.from({ length: parts }, (_, part) => make(part));
  const places = [copyPlace];
  const copySeconds = sum(costs, ({ copy }) => copy) / parts;
  const proofSeconds = sum(costs, ({ proof }) => proof) / parts;
  const copies = each((part) =>
    task(context, `copy ${index} ${part}`, {
      ...about,
      kind: 'copy',
      seconds: copySeconds,
      cores: context.copyCores,
      places,
      after: [schema],
    }),
  );
  const proofs = copies.map((copy, part) =>
    task(context, `proof ${index} ${part}`, { ...about, kind: 'proof', seconds: proofSeconds, places, after: [copy.key] }),
  );
  const indexes = costs.flatMap((cost) => cost.indexes);
  const isParallel = only !== undefined && only.bytes >= smallTableBytes;
  const together = { name: `indexes of ${about.object}`, seconds: sum(indexes, ({ seconds }) => seconds) };
  const builds = (isParallel || !indexes.length ? indexes : [together]).map(({ name, seconds }, place) =>
    task(context, `index ${index} ${place}`, {
      ...about,
      kind: 'index',
      object: name,
      seconds,
      places: [buildPlace],
      after: keysOf(copies),
    }),
  );
  return { tables, copies, proofs, builds };
}

/** As `shouldSplit` of the engine says it: a table that would keep one stream busy for longer than all take together. */
function isSplit({ database, streams }: Context, { bytes }: TableSize): boolean {
  return streams > 2 && bytes >= splitTablesFromBytes && bytes * streams > sum(database.tables, (table) => table.bytes);
}

/** Those between small tables are added many at a time, one transaction after the other; the others are checked side by side. */
export function referenceTasks(context: Context, groups: readonly TableTasks[], schema: string): Task[] {
  const { database, costs, measurement } = context;
  const readyAfter = new Map<string, string[]>();
  const large = new Set<string>();
  for (const { tables, copies, builds } of groups) {
    for (const { name, bytes } of tables) {
      readyAfter.set(name, keysOf(builds.length ? builds : copies));
      if (bytes >= smallTableBytes) large.add(name);
    }
  }
  const after = (keys: readonly ForeignKey[]) =>
    new Set(keys.flatMap(({ table, referenced }) => [table, referenced]).flatMap((name) => readyAfter.get(name) ?? [schema]));
  const adding = measurement.smallTable.indexSeconds * foreignKeyPerIndex;
  const proofOf = (table: string) => costs.get(table)?.proof ?? 0;
  const isLarge = ({ table, referenced }: ForeignKey) => large.has(table) || large.has(referenced);
  const checks = database.foreignKeys.filter(isLarge).map((foreignKey, index) => {
    const { name, table, referenced } = foreignKey;
    const seconds = adding + referencingPart * proofOf(table) + referencedPart * proofOf(referenced);
    return task(context, `check ${index}`, {
      kind: 'foreignKey',
      object: name,
      table,
      seconds,
      places: [buildPlace],
      after: [...after([foreignKey])],
    });
  });
  const small = database.foreignKeys.filter((foreignKey) => !isLarge(foreignKey));
  const additions: Task[] = [];
  for (let first = 0; first < small.length; first += foreignKeysPerTask) {
    const part = small.slice(first, first + foreignKeysPerTask);
    additions.push(
      task(context, `foreignKeys ${first}`, {
        kind: 'foreignKey',
        object: `${part.length} foreign keys of small tables`,
        seconds: part.length * adding,
        places: [buildPlace],
        after: [...after(part), ...keysOf(additions.slice(-1))],
      }),
    );
  }
  return [...additions, ...checks];
}

/** Largest first, as the engine takes them; small ones together. */
export function groupsOf(tables: readonly TableSize[]): TableSize[][] {
  const ordered = [...tables].sort((one, other) => other.bytes - one.bytes);
  const large = ordered.filter(({ bytes }) => bytes >= smallTableBytes);
  const small = ordered.slice(large.length);
  const batches = Array.from({ length: Math.ceil(small.length / smallTablesPerTask) }, (_, index) =>
    small.slice(index * smallTablesPerTask, (index + 1) * smallTablesPerTask),
  );
  return [...large.map((table) => [table]), ...batches];
}
