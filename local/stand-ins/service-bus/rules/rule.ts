/** One rule of a subscription: its name, its filter, and what a client said when it created it. */
import { message as codec } from 'rhea';
import type { Message } from '../amqp/message';
import { AmqpFault, notImplemented } from '../fault';
import { compileCorrelationFilter } from './correlation-filter';
import { type FilterProperties, filterProperties } from './filter-properties';
import { compileSqlFilter } from './sql-filter';

/** The rule that every subscription is born with: it selects every message. */
export const defaultRuleName = '$Default';

/** The service's limit for names of rules. */
const maxNameCharacters = 50;

export interface RuleDescription {
  readonly 'sql-filter'?: { readonly expression?: unknown } | null;
  readonly 'correlation-filter'?: Record<string, unknown> | null;
  readonly 'sql-rule-action'?: { readonly expression?: unknown } | null;
}

export interface Rule {
  readonly name: string;
  readonly description: RuleDescription;
  matches(properties: FilterProperties): boolean;
}

/** Makes a rule of what a client sent; the fault says what is wrong with it. */
export function createRule(name: string, description: RuleDescription): Rule {
  if (name === '' || name.length > maxNameCharacters || /[\\/?#@]/.test(name)) {
    throw new AmqpFault(
      'com.microsoft:argument-error',
      `'${name}' is no name for a rule: 1-${maxNameCharacters} characters without \\ / ? # @.`,
    );
  }
  if (description['sql-rule-action']?.expression) throw notImplemented('rules with an action (SqlRuleAction)');
  return { name, description, matches: compile(description) };
}

export const createDefaultRule = (): Rule => createRule(defaultRuleName, { 'sql-filter': { expression: '1=1' } });

function compile(description: RuleDescription): Rule['matches'] {
  const { 'sql-filter': sql, 'correlation-filter': correlation } = description;
  if (sql && correlation) throw new AmqpFault('com.microsoft:argument-error', 'A rule has one filter, SQL or correlation, not both.');
  if (sql) return compileSqlFilter(String(sql.expression ?? ''));
  if (correlation) return compileCorrelationFilter(correlation);
  throw new AmqpFault('com.microsoft:argument-error', 'A rule needs a filter: sql-filter or correlation-filter.');
}

/** Rules without actions are ORed: a message that several of them select comes once. */
export function anyRuleMatches(rules: Iterable<Rule>, message: Message): boolean {
  let properties: FilterProperties | undefined;
  for (const rule of rules) {
    if (selectsAll(rule)) return true; // the usual case, without reading the message
    properties ??= filterProperties(message);
    if (rule.matches(properties)) return true;
  }
  return false;
}

const selectsAll = ({ description }: Rule) => description['sql-filter']?.expression === '1=1';

/** Whether a subscription has the rule that it was born with, and no other. Rules are kept by their names in lower case. */
export function isAsAtBirth(rules: ReadonlyMap<string, Rule>): boolean {
  const first = rules.get(defaultRuleName.toLowerCase());
  return rules.size === 1 && first !== undefined && selectsAll(first);
}

/** A description as the journal keeps it: as an AMQP value, because its values have types that JSON does not know. */
export const encodeDescription = (description: RuleDescription): Buffer => codec.encode({ body: description });
export const decodeDescription = (encoded: Buffer): RuleDescription => codec.decode(encoded).body as RuleDescription;
