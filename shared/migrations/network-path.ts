/** The way from this service to both servers: rules in the firewalls of public ones, named after the migration and taken out by its clean-up. */
import { closeFirewall, firewallRuleId, firewallRuleIn, openFirewall } from '../azure/firewall-rules';
import { config } from '../config';
import { MigrationFailure, migrationError } from '../domain/error-codes';
import type { MigrationRecord } from '../domain/migration';
import { firewallRuleName } from '../domain/names';
import { type ArmServerId, armServerId, armSourceOf, armTargetOf } from '../domain/server-ids';
import { cleanUpItem, recordCleanUp } from '../state/clean-up-ledger';
import { identityOf } from './identity';

/** Whether there is anything to open. */
export const opensNetworkPath = (): boolean => config().outboundAddresses.length > 0;

/** Safe to repeat. Throws a MigrationFailure. */
export async function openNetworkPath(record: MigrationRecord): Promise<void> {
  const identity = await identityOf(record);
  const { id: migrationId, request, sourceEndpoint, targetEndpoint, sourceMetadata, targetMetadata, target } = record;
  const source = armSourceOf(request.sourceServer);
  const open = async (server: ArmServerId, version: string) => {
    for (const [index, range] of config().outboundAddresses.entries()) {
      const rule = { server, name: firewallRuleName(migrationId, index, version) };
      await recordCleanUp(cleanUpItem(migrationId, 'firewallRule', firewallRuleId(rule)));
      try {
        await openFirewall(identity, rule, range);
      } catch (error) {
        throw error instanceof MigrationFailure ? notOpened(error, server, range) : error;
      }
    }
  };
  await Promise.all([
    ...(source && sourceEndpoint?.network?.access === 'public' ? [open(source, sourceMetadata?.version ?? '')] : []),
    ...(targetEndpoint?.network?.access === 'public' ? [open(armTargetOf(target), targetMetadata?.version ?? '')] : []),
  ]);
}

function notOpened(failure: MigrationFailure, server: ArmServerId, { from, to }: { from: string; to: string }): MigrationFailure {
  if (failure.error.code === 'AAD_APP_INVALID') return failure;
  const message = `The firewall of the server '${server.server}' could not be opened for ${from === to ? from : `${from} to ${to}`}. ${failure.error.message}`;
  return new MigrationFailure(migrationError('FIREWALL_NOT_OPENED', message, { objects: [armServerId(server)] }), { cause: failure });
}

/** Takes out one rule of the clean-up ledger. Throws a MigrationFailure. */
export async function closeNetworkPath(record: MigrationRecord, ruleId: string): Promise<'removed' | 'absent'> {
  return closeFirewall(await identityOf(record), firewallRuleIn(ruleId));
}
