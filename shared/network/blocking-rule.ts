/**
 * Which rule of a network security group blocks a connection. It is named only where that is sure: what denies must cover the whole of both
 * ends, what allows is believed if it covers a part of them.
 */
import { contains, overlaps, rangeOf } from './cidr';
import type { SecurityGroup, SecurityRule } from './types';

/** One end of a connection: networks of our own, a service of Azure by its tag, or any place on the internet. */
export type Place = { networks: readonly string[] } | { service: string; location: string } | 'internet';

export interface Connection {
  direction: 'Inbound' | 'Outbound';
  from: Place;
  to: Place;
  /** Of TCP. */
  port: number;
}

/** Undefined: nothing blocks it. */
export function blockingRule({ rules }: SecurityGroup, connection: Connection): SecurityRule | undefined {
  const first = [...rules].sort((one, other) => one.priority - other.priority).find((rule) => decides(rule, connection));
  return first?.access === 'Deny' ? first : undefined;
}

function decides(rule: SecurityRule, { direction, from, to, port }: Connection): boolean {
  return (
    rule.direction === direction &&
    /^(\*|tcp)$/i.test(rule.protocol) &&
    rule.destinationPorts.some((range) => hasPort(range, port)) &&
    matches(rule.sources, from, rule.access) &&
    matches(rule.destinations, to, rule.access)
  );
}

function hasPort(range: string, port: number): boolean {
  if (range === '*') return true;
  const [from = '', to = from] = range.split('-');
  return Number(from) <= port && port <= Number(to);
}

function matches(prefixes: readonly string[], place: Place, access: SecurityRule['access']): boolean {
  if (prefixes.some((prefix) => ['*', 'any', '0.0.0.0/0'].includes(prefix.toLowerCase()))) return true;
  const hasTag = (tag: string) => prefixes.some((prefix) => prefix.toLowerCase() === tag.toLowerCase());
  if (place === 'internet') return hasTag('Internet');
  if ('service' in place) return ['Internet', 'AzureCloud', place.service].some((tag) => hasTag(tag) || hasTag(regional(tag, place)));
  if (hasTag('VirtualNetwork')) return true;
  const listed = prefixes.flatMap((prefix) => rangeOf(prefix) ?? []);
  const own = place.networks.flatMap((network) => rangeOf(network) ?? []);
  return access === 'Deny'
    ? own.length > 0 && own.every((network) => listed.some((range) => contains(range, network)))
    : own.some((network) => listed.some((range) => overlaps(range, network)));
}

/** `Storage.WestEurope`, from a location in either spelling: `West Europe`, `westeurope`. */
const regional = (tag: string, { location }: { location: string }) => `${tag}.${location.replaceAll(' ', '')}`;
