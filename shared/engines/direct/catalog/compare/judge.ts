// Says of each difference between two catalogues whether it had to come, or is a defect.
import { quoteIdentifier, quoteQualified } from '../../../../postgres/quote';
import type { CatalogDifference } from '../../../engine';
import type { SkippedObject } from '../../schema/types';
import type { ObjectDifference } from './diff-objects';
import type { CatalogObject } from './read-objects';

export interface JudgeOptions {
  /** server_version_num. */
  sourceVersion: number;
  targetVersion: number;
  /** Left out by the plan. */
  skipped: readonly SkippedObject[];
}

/** Some objects have come into the catalogue with a version: older servers have what they mean, but no object for it. */
const objectsSince: Record<string, number> = { 'not-null constraint': 180000, 'trigger of a partition': 130000 };
/** All that CREATE STATISTICS without a list of kinds means there. */
const allStatisticsKinds = (version: number) => ['d', ...(version >= 140000 ? ['e'] : []), 'f', ...(version >= 120000 ? ['m'] : [])].join();

const major = (version: number) => (version >= 100000 ? String(Math.floor(version / 10000)) : `9.${Math.floor(version / 100) % 100}`);

/** Kinds that cannot be compared, since one side has no objects for them. */
export const isComparable = (kind: string, { sourceVersion, targetVersion }: Pick<JudgeOptions, 'sourceVersion' | 'targetVersion'>) =>
  Math.min(sourceVersion, targetVersion) >= (objectsSince[kind] ?? 0);

export function judge(difference: ObjectDifference, options: JudgeOptions): CatalogDifference {
  const { kind, property, source, target } = difference;
  const reason = reasonFor(difference, options);
  return {
    kind,
    object: nameOf(source ?? target),
    ...(property === undefined ? {} : { property }),
    ...(source ? { source: property === undefined ? 'present' : textOf(source.facts[property]) } : {}),
    ...(target ? { target: property === undefined ? 'present' : textOf(target.facts[property]) } : {}),
    verdict: reason === undefined ? 'defect' : 'expected',
    reason: reason ?? (source ? (target ? 'It is not the same.' : 'It is missing on the target.') : 'Only the target has it.'),
  };
}

type Rule = (difference: Required<ObjectDifference>, options: JudgeOptions) => string | undefined;

/** By kind and property; an answer is the reason why the difference had to come. */
const rules: Record<string, Rule> = {
  'extension version': ({ source, target }) =>
    `The target offers version ${target.facts.version} of the extension; the source has ${source.facts.version}.`,
  'table column order': ({ source, target }) =>
    source.facts.parents && sorted(source.facts['column order']) === sorted(target.facts['column order'])
      ? 'Columns that a table inherits stand first when it is made anew.'
      : undefined,
  'column not null': ({ source, target }) =>
    source.facts['in a child'] && target.facts['not null']
      ? 'A child takes NOT NULL over from its parent when it is made anew.'
      : undefined,
  'sequence unlogged': ({ target }, { sourceVersion, targetVersion }) =>
    target.facts.unlogged && sourceVersion < 150000 && targetVersion >= 150000
      ? 'From PostgreSQL 15 on, the sequence of an unlogged table is unlogged.'
      : undefined,
  'extended statistics kinds': ({ source, target }, { sourceVersion, targetVersion }) => {
    const [before, now] = [source, target].map(({ facts }) => (Array.isArray(facts.kinds) ? facts.kinds.join() : ''));
    const wereAll = before === allStatisticsKinds(sourceVersion) || `${before},e` === allStatisticsKinds(sourceVersion);
    return wereAll && now !== before ? `All kinds that there are: PostgreSQL ${major(targetVersion)} has more of them.` : undefined;
  },
  'not-null constraint from parent': ({ source }) =>
    source.facts['from parent'] && !source.facts['not valid']
      ? 'Where the constraint of the parent is not validated, that of a child is made by itself.'
      : undefined,
  'collation encoding': ({ source, target }) =>
    source.facts.encoding === undefined && target.facts.encoding !== undefined
      ? 'A copy of a collation for all encodings is one for the encoding of its database when it is made anew.'
      : undefined,
  'collation locale': canonicalLocale,
  'collation ctype': canonicalLocale,
};

const sorted = (names: unknown) => (Array.isArray(names) ? [...names].sort().join('\n') : '');

function canonicalLocale({ source }: Required<ObjectDifference>, { sourceVersion, targetVersion }: JudgeOptions): string | undefined {
  const isRewritten = source.facts.provider === 'i' && sourceVersion < 160000 && targetVersion >= 160000;
  return isRewritten ? 'From PostgreSQL 16 on, an ICU locale is kept as its language tag.' : undefined;
}

function reasonFor(difference: ObjectDifference, options: JudgeOptions): string | undefined {
  const { kind, source, target, property } = difference;
  if (property !== undefined && source && target) {
    return rules[`${kind} ${property}`]?.({ kind, source, target, property }, options) ?? skipReason(source, options);
  }
  if (kind === 'extension' && target) return 'Every new database of the target server has it.';
  return skipReason(source ?? target, options);
}

/** The plan names what it leaves out: an object by its quoted name, the rest by a phrase. */
function skipReason(object: CatalogObject | undefined, { skipped }: JudgeOptions): string | undefined {
  if (!object) return undefined;
  const [schema = '', name = ''] = object.name;
  const phrases: Record<string, string> = {
    index: quoteQualified(schema, name),
    schema: `absence of schema ${quoteIdentifier(schema)}`,
    comment: `comment on ${object.signature} ${quoteIdentifier(schema)}`,
  };
  return skipped.find((skip) => skip.object === phrases[object.kind])?.reason;
}

function nameOf(object: CatalogObject | undefined): string {
  if (!object) return '';
  const name = object.name.map(quoteIdentifier).join('.');
  const { kind, signature } = object;
  if (signature === '') return name;
  if (kind === 'comment' || kind === 'security label') return `on ${signature} ${name}`;
  return signature.startsWith('(') ? `${name}${signature}` : [name, signature].filter((part) => part !== '').join(' for ');
}

const longestText = 300;

function textOf(value: unknown): string {
  const text = value === undefined ? '(default)' : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > longestText ? `${text.slice(0, longestText)}...` : text;
}
