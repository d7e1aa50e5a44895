/** How a person removes by hand what clean-up could not. */
import type { CleanUpItem } from '../domain/migration';
import { parseArmServerId } from '../domain/server-ids';

/** A command for a shell. Values are quoted: names of servers and rules come from resource ids. */
export function leftOver({ kind, name, before }: CleanUpItem): string | undefined {
  switch (kind) {
    case 'secret':
      return `az keyvault secret delete --vault-name <vault> --name '${name}'`;
    case 'firewallRule':
    case 'serverParameter':
      return armCommand(kind, name, before);
    case 'dmsTask':
    case 'dmsProject':
    case 'dmsService':
      return `az resource delete --ids '${name}'`;
    default:
      return undefined; // the engine that made it knows
  }
}

function armCommand(kind: 'firewallRule' | 'serverParameter', id: string, before: string | undefined): string | undefined {
  const parsed = parseArmServerId(id);
  if (!parsed?.child) return undefined;
  const { server, resourceGroup, subscriptionId, child } = parsed;
  const group = parsed.kind === 'singleServer' ? 'az postgres server' : 'az postgres flexible-server';
  const where = `--subscription '${subscriptionId}' --resource-group '${resourceGroup}'`;
  const [serverFlag, ruleFlag] = parsed.kind === 'singleServer' ? ['--server-name', '--name'] : ['--name', '--rule-name'];
  if (kind === 'firewallRule') {
    return `${group} firewall-rule delete ${where} ${serverFlag} '${server}' ${ruleFlag} '${child.name}' --yes`;
  }
  const set = parsed.kind === 'singleServer' ? `${group} configuration set` : `${group} parameter set`;
  const restart = `${group} restart ${where} --name '${server}'`;
  return `${set} ${where} --server-name '${server}' --name '${child.name}' --value '${before ?? ''}' && ${restart}`;
}
