/** Operations on the rules of a subscription: add, remove, list. */
import { types } from 'rhea';
import type { Queue } from '../../broker/queue';
import { AmqpFault, notFound } from '../../fault';
import { correlationKeys } from '../../rules/correlation-filter';
import { createRule, encodeDescription, type Rule, type RuleDescription } from '../../rules/rule';
import { type Fields, numberOf, type QueueOperation } from './operation';

/** Descriptors of the protocol's described lists (service-bus-amqp-request-response, "Enumerate Rules"). */
const descriptors = {
  rule: 0x13700000004,
  noAction: 0x13700000005,
  sqlFilter: 0x1370000006,
  trueFilter: 0x1370000007,
  correlationFilter: 0x1370000009,
} as const;

/** The service's limit for a subscription's rules is far above what a client asks for at once. */
const defaultTop = 100;

export const addRule: QueueOperation = (broker, queue, fields) => {
  const rules = rulesOf(queue);
  const name = String(fields['rule-name'] ?? '');
  if (rules.has(name.toLowerCase())) {
    throw new AmqpFault('com.microsoft:entity-already-exists', `The messaging entity '${queue.name}|${name}' already exists.`);
  }
  const { description } = createRule(name, (fields['rule-description'] ?? {}) as RuleDescription);
  broker.commit([{ kind: 'rule', queue: queue.name, name, description: encodeDescription(description) }]);
  return { status: 200 };
};

export const removeRule: QueueOperation = (broker, queue, fields) => {
  const name = String(fields['rule-name'] ?? '');
  if (!rulesOf(queue).has(name.toLowerCase())) throw notFound(`${queue.name}|${name}`);
  broker.commit([{ kind: 'ruleRemoved', queue: queue.name, name }]);
  return { status: 200 };
};

export const listRules: QueueOperation = (_broker, queue, fields) => {
  const skip = numberOf(fields.skip);
  const page = [...rulesOf(queue).values()].slice(skip, skip + numberOf(fields.top ?? defaultTop));
  if (page.length === 0) return { status: 204, description: 'No Content' };
  return { status: 200, body: { rules: types.wrap_list(page.map((rule) => types.wrap_map({ 'rule-description': encodeRule(rule) }))) } };
};

function rulesOf({ name, rules }: Queue): Map<string, Rule> {
  if (rules) return rules;
  throw new AmqpFault('amqp:not-allowed', `'${name}' is no subscription: only subscriptions have rules.`);
}

const described = (descriptor: number, items: unknown[]) => types.described(types.wrap_ulong(descriptor), types.wrap_list(items));

const encodeRule = ({ name, description }: Rule) =>
  described(descriptors.rule, [encodeFilter(description), described(descriptors.noAction, []), types.wrap_string(name)]);

function encodeFilter({ 'sql-filter': sql, 'correlation-filter': correlation }: RuleDescription) {
  if (sql?.expression === '1=1') return described(descriptors.trueFilter, []);
  if (sql) return described(descriptors.sqlFilter, [types.wrap_string(String(sql.expression))]);
  const filter: Fields = correlation ?? {};
  const system = correlationKeys.map((key) => filter[key] ?? null);
  return described(descriptors.correlationFilter, [...system, types.wrap_map(filter.properties ?? {})]);
}
