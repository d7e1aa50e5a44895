/** What a firewall needs so that one range of addresses gets in: nothing where a rule that somebody else keeps lets it in already. */
import { migrationIdIn } from '../domain/names';
import { contains, rangeBetween } from './cidr';

export interface Rule {
  name: string;
  range: { from: string; to: string };
}

/** `taken`: somebody else's rule has the name, and lets other addresses in. */
export type Opening = 'write' | 'nothing' | 'taken';

/**
 * `wanted`: our own rule. `isOurs`: the clean-up ledger has it, so that it may be written again. Rules of other migrations let nobody in that
 * counts on them: they go when their migration ends. Single Server 9.5 and 9.6 let replication in only by a rule with `_replrule` in its name, as
 * ours has there.
 */
export function openingOf(wanted: Rule, existing: readonly Rule[], isOurs: boolean): Opening {
  const covers = ({ range }: Rule) => contains(rangeBetween(range.from, range.to), rangeBetween(wanted.range.from, wanted.range.to));
  const isWanted = ({ name }: Rule) => name.toLowerCase() === wanted.name.toLowerCase();
  const own = existing.find(isWanted);
  if (isOurs) return own && covers(own) ? 'nothing' : 'write';
  const letsIn = (rule: Rule) => isWanted(rule) || (migrationIdIn(rule.name) === undefined && letsReplicationIn(rule, wanted));
  if (existing.some((rule) => letsIn(rule) && covers(rule))) return 'nothing';
  return own ? 'taken' : 'write';
}

const letsReplicationIn = ({ name }: Rule, wanted: Rule) => !wanted.name.includes('_replrule') || name.includes('_replrule');
