// Makes the plan of a database's schema from its dump and its catalogue.
import { fail } from '../../../domain/error-codes';
import { annotationKinds, behaviourKinds, definitionKinds, eventTriggerKind, parallelKinds } from './entry-kinds';
import { planPostData } from './plan-post-data';
import { planPreData } from './plan-pre-data';
import { withoutPrivateOptions } from './private-options';
import { objectOf } from './statement';
import type { SchemaEntry, SchemaPlan, SkippedObject, SourceCatalog } from './types';

export interface PlanOptions {
  /** server_version_num of the target. */
  targetVersion: number;
}

/** Names are written out in full, and bodies of functions are not looked into before everything they name exists. */
const session = [
  `SET client_encoding = 'UTF8'`,
  'SET standard_conforming_strings = on',
  `SET search_path = ''`,
  'SET check_function_bodies = off',
  'SET xmloption = content',
  'SET row_security = off',
  'SET client_min_messages = warning',
].join('; ');

/** Pure. Throws OBJECT_NOT_SUPPORTED naming every object of a kind that the plan does not know: nothing is lost silently. */
export function planSchema(dumped: readonly SchemaEntry[], catalog: SourceCatalog, { targetVersion }: PlanOptions): SchemaPlan {
  const entries = dumped.map(withoutPrivateOptions);
  refuseUnknown(entries);
  const preData = planPreData(
    entries.filter(({ section }) => section === 'preData'),
    catalog,
    targetVersion,
  );
  const postData = planPostData(
    entries.filter(({ section }) => section === 'postData'),
    catalog,
    targetVersion,
  );
  return { session, preData: preData.statements, postData, skipped: [...preData.skipped, ...leftOut(catalog)] };
}

function refuseUnknown(entries: readonly SchemaEntry[]): void {
  const kinds = [definitionKinds, annotationKinds, behaviourKinds, parallelKinds];
  const unknown = entries.filter(({ kind }) => kind !== eventTriggerKind && !kinds.some((known) => known.has(kind)));
  const [first] = unknown;
  if (!first) return;
  const objects = unknown.map((entry) => `${entry.kind} ${objectOf(entry)}`);
  throw fail('OBJECT_NOT_SUPPORTED', `This engine can't carry ${objects.slice(0, 5).join(', ')}${objects.length > 5 ? ' ...' : ''}.`, {
    objects,
  });
}

function leftOut({ indexes, relations, notMigrated }: SourceCatalog): SkippedObject[] {
  return [
    ...indexes
      .filter(({ isValid }) => !isValid)
      .map(({ name }) => ({
        object: name,
        reason: 'The index is invalid on the source: its CREATE INDEX CONCURRENTLY failed or still runs.',
      })),
    ...relations
      .filter(({ hasForeignChild }) => hasForeignChild)
      .map(({ name }) => ({
        object: `planner statistics of ${name}`,
        reason:
          'Gathering them reads foreign tables, and so connects to another server: run ANALYZE on it when that server may be reached.',
      })),
    ...notMigrated,
  ];
}
