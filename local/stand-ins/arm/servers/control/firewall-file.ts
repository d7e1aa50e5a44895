// The firewall of a local server: its pg_hba.conf, made of the rules.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FirewallRule } from '../server-registry';
import { addressBlocks, addressNumber } from './address-blocks';
import { reload } from './postmaster';

/** Fixtures stay possible: the firewall of Azure does not keep Azure's own superuser out either. */
const superuser = 'postgres';

export interface Firewall {
  rules: readonly FirewallRule[];
  /** Connections without TLS are refused. */
  requiresTls: boolean;
}

/** PostgreSQL refuses whom no line lets in, with the words that Azure's firewall uses too. */
export function firewallText({ rules, requiresTls }: Firewall): string {
  const kind = requiresTls ? 'hostssl' : 'host';
  const letIn = (user: string, block: string) =>
    ['all', 'replication'].map((database) => `${kind} ${database} ${user} ${block} scram-sha-256\n`);
  const blocks = rules.flatMap(({ startIpAddress, endIpAddress }) =>
    addressBlocks(addressNumber(startIpAddress) ?? 0, addressNumber(endIpAddress) ?? -1),
  );
  return [
    '# Written by the local Resource Manager from the firewall rules of this server.\n',
    ...['all', 'replication'].map((database) => `host ${database} ${superuser} 127.0.0.1/32 scram-sha-256\n`),
    ...blocks.flatMap((block) => letIn('all', block)),
  ].join('');
}

export async function enforceFirewall(dataDirectory: string, firewall: Firewall): Promise<void> {
  await writeFile(join(dataDirectory, 'pg_hba.conf'), firewallText(firewall)); // in place: it keeps its owner
  await reload(dataDirectory);
}
