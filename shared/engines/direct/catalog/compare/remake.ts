// Says, for each property that is a text of SQL, how a server makes something of that text and prints it again.
import { quoteLiteral, quoteQualified } from '../../../../postgres/quote';
import type { ObjectDifference } from './diff-objects';
import type { CatalogObject } from './read-objects';

/** Two statements: one makes an object, one gives its text. */
export interface Making {
  make: string;
  print: string;
}

type Remake = (object: CatalogObject, text: string) => Making;

const asView = (query: string): Making => ({
  make: `CREATE TEMP VIEW pgflex_reprint AS ${query}`,
  print: `SELECT pg_catalog.pg_get_viewdef('pg_temp.pgflex_reprint'::pg_catalog.regclass)`,
});

/** Among the values of a query, since no column of a view can be a record. */
const asExpression = (text: string, from = '') => asView(`SELECT 1 AS one FROM ${from}LATERAL (VALUES (${text})) AS expressions`);

const relationOf = ({ name: [schema = '', relation = ''] }: CatalogObject) => quoteQualified(schema, relation);

const wholeQuery: Remake = (_, text) => asView(text.replace(/;\s*$/, ''));
const ofNothing: Remake = (_, text) => asExpression(text);
const ofRelation: Remake = (object, text) => asExpression(text, `ONLY ${relationOf(object)}, `);
const ofDomain: Remake = ({ facts }, text) => asExpression(text, `(SELECT NULL::${String(facts.type)}) AS of_domain (value), `);

/** Where an object names its table as a property. */
const ofTable: Remake = ({ facts: { table } }, text) => {
  const [schema = '', name = ''] = Array.isArray(table) ? table.map(String) : [];
  return asExpression(text, `ONLY ${quoteQualified(schema, name)}, `);
};

const ofTrigger: Remake = (object, text) =>
  asExpression(text, `ONLY ${relationOf(object)} AS "old", ONLY ${relationOf(object)} AS "new", `);

const rule: Remake = (object, text) => ({
  make: text.replace(/^CREATE RULE/, 'CREATE OR REPLACE RULE'),
  print: `SELECT pg_catalog.pg_get_ruledef(oid) FROM pg_catalog.pg_rewrite
          WHERE ev_class = ${quoteLiteral(relationOf(object))}::pg_catalog.regclass AND rulename = ${quoteLiteral(object.name[2] ?? '')}`,
});

const routine: Remake = (object, text) => ({
  make: text,
  print: `SELECT pg_catalog.pg_get_function_sqlbody(${quoteLiteral(`${relationOf(object)}${object.signature}`)}::pg_catalog.regprocedure)`,
});

const remakes: Record<string, Remake | undefined> = {
  'view definition': wholeQuery,
  'materialized view definition': wholeQuery,
  'rule definition': rule,
  'column default': ofRelation,
  'check constraint expression': ofRelation,
  'domain constraint expression': ofDomain,
  'domain default': ofNothing,
  'policy using': ofRelation,
  'policy check': ofRelation,
  'trigger condition': ofTrigger,
  'index expressions': ofTable,
  'index condition': ofTable,
  'extended statistics expressions': ofTable,
  'published table rows': ofRelation,
  'function argument defaults': ofNothing,
  'procedure argument defaults': ofNothing,
  'function SQL body': routine,
  'procedure SQL body': routine,
};

export const isReprintable = ({ kind, property }: ObjectDifference) => remakes[`${kind} ${property}`] !== undefined;

/** Undefined where a side has no such property, which is a difference that no printing explains. */
export function makingOf({ kind, property = '' }: ObjectDifference, object: CatalogObject | undefined): Making | undefined {
  const text = object?.facts[property];
  return object && typeof text === 'string' ? remakes[`${kind} ${property}`]?.(object, text) : undefined;
}
