/**
 * Looks on the servers of migrations that ended lately for what bears the name of one of them and should be gone: a creation that Azure
 * finished after clean-up had looked, say. What is found goes back into the ledger of its migration, whose clean-up begins again.
 */
import { credential } from '../azure/credential';
import { firewallRuleId, listFirewallRules } from '../azure/firewall-rules';
import type { MigrationRecord } from '../domain/migration';
import { migrationIdIn } from '../domain/names';
import { type ArmServerId, armServerId, armSourceOf, armTargetOf } from '../domain/server-ids';
import { isTerminal } from '../domain/states';
import { engineOf } from '../engines/engines';
import { migrationsByTime } from '../state/locate';
import { reopenCleanUp } from '../state/reopen-clean-up';
import { azureAccessOf } from './azure-access';
import { findMigrationById } from './find-migration';

/** What a cloud finishes late, it finishes within this time after the migration was created. */
const lookBackMs = 8 * 24 * 60 * 60 * 1000;

export interface Orphan {
  migrationId: string;
  resourceId: string;
}

type OnError = (place: string, error: unknown) => void;

/** What went back into a ledger. A place that cannot be looked at is told to `onError`, and is looked at again in the next round. */
export async function findOrphans(onError: OnError): Promise<Orphan[]> {
  const records = await recordsOfLate();
  return [...(await findFirewallRules(records, onError)), ...(await findThingsOfEngines(records, onError))];
}

async function findFirewallRules(records: MigrationRecord[], onError: OnError): Promise<Orphan[]> {
  const found: Orphan[] = [];
  for (const server of serversOf(records)) {
    try {
      for (const rule of await listFirewallRules(credential(), server)) {
        const migrationId = migrationIdIn(rule.name);
        if (!migrationId || !(await isAtRest(migrationId))) continue;
        const resourceId = firewallRuleId(rule);
        await reopenCleanUp(migrationId, 'firewallRule', resourceId);
        found.push({ migrationId, resourceId });
      }
    } catch (error) {
      onError(armServerId(server), error);
    }
  }
  return found;
}

/** What an engine made for all databases of a migration together. */
async function findThingsOfEngines(records: MigrationRecord[], onError: OnError): Promise<Orphan[]> {
  const found: Orphan[] = [];
  for (const record of records) {
    const { id: migrationId, request } = record;
    const look = engineOf(request.engine).findOrphans;
    if (!look) continue;
    try {
      if (!(await isAtRest(migrationId))) continue;
      for (const { kind, name } of await look({ migrationId, azure: await azureAccessOf(record) })) {
        await reopenCleanUp(migrationId, kind, name);
        found.push({ migrationId, resourceId: name });
      }
    } catch (error) {
      onError(`what engine '${request.engine}' made for migration ${migrationId}`, error);
    }
  }
  return found;
}

/** Of this service, ended, and cleaned up: nothing of it may be there any more. One that another service made is never touched. */
async function isAtRest(migrationId: string): Promise<boolean> {
  const record = (await findMigrationById(migrationId))?.record;
  return record !== undefined && isTerminal(record.state) && record.cleanup === 'Completed';
}

async function recordsOfLate(): Promise<MigrationRecord[]> {
  const records: MigrationRecord[] = [];
  for await (const { migrationId, announcedOn } of migrationsByTime()) {
    if (Date.now() - new Date(announcedOn).getTime() > lookBackMs) break;
    const record = (await findMigrationById(migrationId))?.record;
    if (record) records.push(record);
  }
  return records;
}

function serversOf(records: MigrationRecord[]): ArmServerId[] {
  const servers = new Map<string, ArmServerId>();
  for (const record of records) {
    const source = armSourceOf(record.request.sourceServer);
    for (const server of [...(source ? [source] : []), armTargetOf(record.target)]) servers.set(armServerId(server).toLowerCase(), server);
  }
  return [...servers.values()];
}
