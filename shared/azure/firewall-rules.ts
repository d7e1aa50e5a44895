/** Firewall rules of PostgreSQL servers. */
import type { TokenCredential } from '@azure/identity';
import { type ArmServerId, armServerId, parseArmServerId } from '../domain/server-ids';
import { flexibleServerClient, singleServerClient } from './arm';
import { armFailure, unlessMissing } from './arm-failure';

export interface FirewallRule {
  server: ArmServerId;
  name: string;
}

/** Both ends belong to it. */
export interface FirewallRange {
  from: string;
  to: string;
}

export interface ExistingFirewallRule extends FirewallRule {
  range: FirewallRange;
}

export const firewallRuleId = ({ server, name }: FirewallRule) => `${armServerId(server)}/firewallRules/${name}`;

export function firewallRuleIn(id: string): FirewallRule {
  const parsed = parseArmServerId(id);
  if (!parsed?.child) throw new Error(`'${id}' is not the id of a firewall rule.`);
  const { child, ...server } = parsed;
  return { server, name: child.name };
}

/** What of both clients is used here is the same. */
const rulesOf = async (identity: TokenCredential, { kind, subscriptionId }: ArmServerId) =>
  kind === 'singleServer'
    ? (await singleServerClient(identity, subscriptionId)).firewallRules
    : (await flexibleServerClient(identity, subscriptionId)).firewallRules;

const named = ({ name, server }: FirewallRule) => `the firewall rule '${name}' of the server '${server.server}'`;

/** Ends when the rule is in force. Writing it again changes nothing. */
export async function openFirewall(identity: TokenCredential, rule: FirewallRule, range: FirewallRange): Promise<void> {
  const { server, name } = rule;
  try {
    const rules = await rulesOf(identity, server);
    const wanted = { startIpAddress: range.from, endIpAddress: range.to };
    await rules.beginCreateOrUpdateAndWait(server.resourceGroup, server.server, name, wanted);
  } catch (error) {
    throw armFailure(error, `writing ${named(rule)}`);
  }
}

export async function listFirewallRules(identity: TokenCredential, server: ArmServerId): Promise<ExistingFirewallRule[]> {
  const found: ExistingFirewallRule[] = [];
  try {
    const rules = await rulesOf(identity, server);
    for await (const { name, startIpAddress, endIpAddress } of rules.listByServer(server.resourceGroup, server.server))
      if (name) found.push({ server, name, range: { from: startIpAddress, to: endIpAddress } });
  } catch (error) {
    throw armFailure(error, `listing the firewall rules of the server '${server.server}'`);
  }
  return found;
}

/** Ends when the rule is gone, and looks. */
export async function closeFirewall(identity: TokenCredential, rule: FirewallRule): Promise<'removed' | 'absent'> {
  const { server, name } = rule;
  const rules = await rulesOf(identity, server);
  const find = () => unlessMissing(`reading ${named(rule)}`, () => rules.get(server.resourceGroup, server.server, name));
  if (!(await find())) return 'absent';
  await unlessMissing(`deleting ${named(rule)}`, async () => {
    await rules.beginDeleteAndWait(server.resourceGroup, server.server, name);
  });
  if (await find()) throw armFailure(new Error('still there'), `deleting ${named(rule)}`);
  return 'removed';
}
