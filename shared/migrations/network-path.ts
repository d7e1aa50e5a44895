/** The way from this service to both servers: rules in the firewalls of public ones, named after the migration and taken out by its clean-up. */
import type { TokenCredential } from '@azure/identity';
import {
  closeFirewall,
  type FirewallRange,
  firewallRuleId,
  firewallRuleIn,
  listFirewallRules,
  openFirewall,
} from '../azure/firewall-rules';
import { config } from '../config';
import type { DrivenAnswer } from '../domain/durable-names';
import { MigrationFailure, migrationError } from '../domain/error-codes';
import type { CleanUpItem, MigrationRecord } from '../domain/migration';
import { applicationName, firewallRuleName } from '../domain/names';
import { type ArmServerId, armServerId, armSourceOf, armTargetOf } from '../domain/server-ids';
import type { ServerConnection } from '../engines/engine';
import { openingOf } from '../network/firewall-opening';
import { openCatalogSession } from '../postgres/catalog-session';
import { cleanUpItem, isGone, readCleanUp, recordCleanUp } from '../state/clean-up-ledger';
import { knownConnectionsOf } from './connections';
import { identityOf } from './identity';

/** Whether there is anything to open. */
export const opensNetworkPath = (): boolean => config().outboundAddresses.length > 0;

/** Azure says that a rule may take this long until it is in force, though it calls it written before. */
const inForceMs = 5 * 60 * 1000;
/** How long until a server that still refuses is asked again. */
const askAgainMs = 5_000;

/** One step on: writes what is missing, and looks whether it is in force. Safe to repeat. Throws a MigrationFailure. */
export async function openNetworkPath(record: MigrationRecord): Promise<Extract<DrivenAnswer, { kind: 'ok' | 'notYet' }>> {
  const { request, sourceEndpoint, targetEndpoint, sourceMetadata, targetMetadata, target } = record;
  const identity = await identityOf(record);
  const source = armSourceOf(request.sourceServer);
  const known = await readCleanUp(record.id);
  await Promise.all([
    ...(source && sourceEndpoint?.network?.access === 'public'
      ? [open(record, source, sourceMetadata?.version ?? '', identity, known)]
      : []),
    ...(targetEndpoint?.network?.access === 'public'
      ? [open(record, armTargetOf(target), targetMetadata?.version ?? '', identity, known)]
      : []),
  ]);
  const opened = (await readCleanUp(record.id)).filter(({ kind, announcedOn = '' }) => kind === 'firewallRule' && isRecent(announcedOn));
  if (!opened.length) return { kind: 'ok' };
  const connections = await knownConnectionsOf(record); // a server that was not found has no rule, and none to wait for
  const isOpenedOn = (server: ArmServerId) => opened.some(({ name }) => isRuleOf(server, name));
  const refused = await Promise.all([
    ...(source && connections.source && isOpenedOn(source) ? [isRefused(record.id, connections.source)] : []),
    ...(connections.target && isOpenedOn(armTargetOf(target)) ? [isRefused(record.id, connections.target)] : []),
  ]);
  return refused.includes(true) ? { kind: 'notYet', retryAfterMs: askAgainMs } : { kind: 'ok' };
}

const isRecent = (announcedOn: string) => Date.now() - new Date(announcedOn).getTime() < inForceMs;

const isRuleOf = (server: ArmServerId, ruleId: string) => armServerId(firewallRuleIn(ruleId).server) === armServerId(server);

/** A rule goes into the ledger before it is written, and one that is not needed is neither in the ledger nor written. */
async function open(
  { id: migrationId }: MigrationRecord,
  server: ArmServerId,
  version: string,
  identity: TokenCredential,
  known: CleanUpItem[],
): Promise<void> {
  const existing = await listFirewallRules(identity, server).catch(notOpened(server));
  for (const [index, range] of config().outboundAddresses.entries()) {
    const rule = { server, name: firewallRuleName(migrationId, index, version) };
    const item = cleanUpItem(migrationId, 'firewallRule', firewallRuleId(rule));
    const isOurs = known.some((each) => each.key === item.key && !isGone(each));
    const opening = openingOf({ name: rule.name, range }, existing, isOurs);
    if (opening === 'nothing') continue;
    if (opening === 'taken')
      throw new MigrationFailure(notOpenedError(server, range, `It has a rule '${rule.name}' for other addresses already.`));
    await recordCleanUp(item);
    await openFirewall(identity, rule, range).catch(notOpened(server, range));
  }
}

const notOpened =
  (server: ArmServerId, range?: FirewallRange) =>
  (error: unknown): never => {
    if (!(error instanceof MigrationFailure) || error.error.code === 'AAD_APP_INVALID') throw error;
    throw new MigrationFailure(notOpenedError(server, range, error.error.message), { cause: error });
  };

function notOpenedError(server: ArmServerId, range: FirewallRange | undefined, why: string) {
  const ranges = range ? [range] : config().outboundAddresses;
  const addresses = ranges.map(({ from, to }) => (from === to ? from : `${from} to ${to}`)).join(', ');
  const message = `The firewall of the server '${server.server}' could not be opened for ${addresses}. ${why}`;
  return migrationError('FIREWALL_NOT_OPENED', message, { objects: [armServerId(server)] });
}

/** Whether the firewall still keeps us out. Whatever else is wrong with the server, pre-flight tells. */
async function isRefused(migrationId: string, server: ServerConnection): Promise<boolean> {
  try {
    const session = await openCatalogSession(server, { database: 'postgres', applicationName: applicationName(migrationId, 0, 'check') });
    await session.end();
    return false;
  } catch (error) {
    if (error instanceof MigrationFailure) return error.error.code === 'FIREWALL_REFUSED';
    throw error;
  }
}

/** Takes out one rule of the clean-up ledger. Throws a MigrationFailure. */
export async function closeNetworkPath(record: MigrationRecord, ruleId: string): Promise<'removed' | 'absent'> {
  return closeFirewall(await identityOf(record), firewallRuleIn(ruleId));
}
