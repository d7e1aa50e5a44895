// Checks a migration from outside: the same rows with the same content in every table on both sides.
import type { DemoServer } from '../keeper/messages';
import { type DatabaseContent, largeObjects, readContent } from './read-content';

export interface Comparison {
  tables: number;
  rows: number;
  /** One line for each table that differs; empty when both sides are equal. */
  differences: string[];
}

export async function compareDatabases(source: DemoServer, target: DemoServer, databases: string[]): Promise<Comparison> {
  const result: Comparison = { tables: 0, rows: 0, differences: [] };
  for (const database of databases) {
    const [before, after] = await Promise.all([readContent(source, database), readContent(target, database)]);
    result.tables += [...before.keys()].filter((name) => name !== largeObjects).length;
    for (const { rows } of before.values()) result.rows += rows;
    result.differences.push(...differencesOf(before, after).map((difference) => `${database}: ${difference}`));
  }
  return result;
}

function differencesOf(before: DatabaseContent, after: DatabaseContent): string[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.flatMap((name) => {
    const [source, target] = [before.get(name), after.get(name)];
    if (!source) return `${name} is only on the target`;
    if (!target) return `${name} is not on the target`;
    if (source.rows !== target.rows) return `${name} has ${source.rows} rows on the source and ${target.rows} on the target`;
    return source.hash === target.hash ? [] : `${name} has other content on the target`;
  });
}
