// What a firewall needs so that one range of addresses gets in.
import { firewallRuleName } from '../../../shared/domain/names';
import { openingOf, type Rule } from '../../../shared/network/firewall-opening';

const id = '0b0e7a52-5e1b-4b7f-9a5e-7d1a2f3c4d5e';
const other = firewallRuleName('9c9e7a52-5e1b-4b7f-9a5e-7d1a2f3c4d5e', 0, '11');
const rule = (name: string, from: string, to = from): Rule => ({ name, range: { from, to } });
const wanted = rule(firewallRuleName(id, 0, '11'), '203.0.113.4', '203.0.113.7');
const replicating = rule(firewallRuleName(id, 0, '9.6'), '203.0.113.4');

test.each<[string, Rule, Rule[], boolean, ReturnType<typeof openingOf>]>([
  ['nothing is there', wanted, [], false, 'write'],
  ['others are let in', wanted, [rule('office', '198.51.100.1')], false, 'write'],
  ['somebody lets exactly them in', wanted, [rule('office', '203.0.113.4', '203.0.113.7')], false, 'nothing'],
  ['somebody lets everybody in', wanted, [rule('all', '0.0.0.0', '255.255.255.255')], false, 'nothing'],
  ['somebody lets a part of them in', wanted, [rule('office', '203.0.113.4', '203.0.113.6')], false, 'write'],
  ['services of Azure are let in, which is no range', wanted, [rule('AllowAllWindowsAzureIps', '0.0.0.0')], false, 'write'],
  ['another migration lets them in, and may end before', wanted, [rule(other, '203.0.113.4', '203.0.113.7')], false, 'write'],
  ['our rule is announced and not there', wanted, [], true, 'write'],
  ['our rule is there', wanted, [wanted], true, 'nothing'],
  ['our rule is there with other addresses', wanted, [rule(wanted.name, '203.0.113.9')], true, 'write'],
  ['our rule is announced, and somebody lets them in since', wanted, [rule('all', '0.0.0.0', '255.255.255.255')], true, 'write'],
  [
    "somebody's rule has our name and lets them in",
    wanted,
    [rule(wanted.name.toUpperCase(), '203.0.113.0', '203.0.113.255')],
    false,
    'nothing',
  ],
  ["somebody's rule has our name and lets others in", wanted, [rule(wanted.name, '198.51.100.1')], false, 'taken'],
  ['9.6: a rule without _replrule lets no replication in', replicating, [rule('office', '203.0.113.4')], false, 'write'],
  ['9.6: a rule with it does', replicating, [rule('office_replrule', '203.0.113.4')], false, 'nothing'],
])('%s', (_what, ours, existing, isOurs, expected) => {
  expect(openingOf(ours, existing, isOurs)).toBe(expected);
});
