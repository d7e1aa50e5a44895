/** Says in words what was done to prove a database's copy, and what came of it. */
import type { ReportedDatabase } from '../contract/encode-report';
import { count, counted } from './words';

export function proofStatement({ state, tables, sequences, largeObjects, catalog }: ReportedDatabase): string {
  if (state !== 'Succeeded') return `${notMoved[state]} ${tables.length ? ofTables(tables) : ''}`.trim();
  const sentences = [ofTables(tables)];
  if (largeObjects?.count)
    sentences.push(`${counted(largeObjects.count, 'large object')}: ${proven[largeObjects.proof?.result ?? 'unproven']}.`);
  if (sequences) sentences.push(`${counted(sequences, 'sequence')} stand at the values of the source.`);
  if (catalog) sentences.push(ofCatalog(catalog.objects, catalog.differences.length));
  return sentences.join(' ');
}

const notMoved: Record<Exclude<ReportedDatabase['state'], 'Succeeded'>, string> = {
  Queued: 'Not begun.',
  InProgress: 'Still being copied. Nothing is put in place before it is complete.',
  Failed: 'Nothing was put in place: under this name the target is as it was before.',
  Canceled: 'Cancelled. Nothing was put in place: under this name the target is as it was before.',
};

const proven = {
  equal: 'the content that stands on the target was read back and is equal to what the source sent',
  different: 'the content that stands on the target differs from what the source sent',
  unproven: 'the content was not read back; the numbers of rows agree',
} as const;

function ofTables(tables: ReportedDatabase['tables']): string {
  if (!tables.length) return 'There are no tables.';
  const groups = (['equal', 'different', 'unproven'] as const).map((result) => ({
    result,
    some: tables.filter(({ proof }) => proof.result === result),
  }));
  const sentences = groups
    .filter(({ some }) => some.length > 0)
    .map(({ result, some }) => {
      const rows = count(some.reduce((sum, table) => sum + table.rows, 0));
      const algorithms = [...new Set(some.map(({ proof }) => proof.algorithm))].filter((name) => name !== '').sort();
      const how = result !== 'unproven' && algorithms.length ? ` (hashes: ${algorithms.join(', ')})` : '';
      return `${some.length === tables.length && some.length > 1 ? 'All ' : ''}${counted(some.length, 'table')} with ${rows} rows: ${proven[result]}${how}.`;
    });
  return sentences.join(' ');
}

function ofCatalog(objects: Record<string, number>, differences: number): string {
  const total = Object.values(objects).reduce((sum, number) => sum + number, 0);
  const found = differences ? `${counted(differences, 'difference')}, each with its reason below` : 'no difference';
  return `${counted(total, 'object')} were compared in both catalogues: ${found}.`;
}
