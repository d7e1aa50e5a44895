// A program `az` for one test: an Entra ID of one tenant in a file, with the few commands that the registration uses, and a list of its changes.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface EntraTenant {
  applications: Record<string, unknown>[];
  servicePrincipals: (Record<string, unknown> & { appRoleAssignedTo: Record<string, unknown>[] })[];
  /** Commands that changed something. */
  changes: string[];
}

const empty: EntraTenant = { applications: [], servicePrincipals: [], changes: [] };

export function fakeAzureCli(folder: string): { path: string; tenant(): EntraTenant; put(tenant: Partial<EntraTenant>): void } {
  const state = join(folder, 'tenant.json');
  mkdirSync(folder, { recursive: true });
  const put = (tenant: Partial<EntraTenant>) => writeFileSync(state, JSON.stringify({ ...empty, ...tenant }));
  put({});
  const program = join(folder, 'az');
  writeFileSync(
    program,
    `#!${process.execPath}\nconst state = ${JSON.stringify(state)};\n(${az.toString()})(state, process.argv.slice(2));\n`,
  );
  chmodSync(program, 0o755);
  if (!existsSync(program)) throw new Error(`${program} was not written.`);
  return { path: folder, tenant: () => JSON.parse(readFileSync(state, 'utf8')) as EntraTenant, put };
}

/** Runs in the program, so it may use nothing from outside. */
function az(state: string, words: string[]): void {
  const { readFileSync: read, writeFileSync: write } = process.getBuiltinModule('node:fs');
  const { randomUUID } = process.getBuiltinModule('node:crypto');
  const tenant = JSON.parse(read(state, 'utf8')) as EntraTenant;
  const option = (name: string) => words[words.indexOf(`--${name}`) + 1] ?? '';
  const command = words
    .slice(
      0,
      words.findIndex((word) => word.startsWith('--')),
    )
    .join(' ');
  const answer = (value: unknown) => console.log(typeof value === 'string' ? value : JSON.stringify(value));
  const wanted = () => /^\w+ eq '(.*)'$/.exec(option('filter'))?.[1]?.replaceAll("''", "'");
  const changed = () => {
    tenant.changes.push(words.join(' '));
    write(state, JSON.stringify(tenant));
  };
  const rest = () => {
    const [, kind = '', id, part] = /^https:\/\/graph\.example\/v1\.0\/(\w+)\/([\w-]+)(?:\/(\w+))?/.exec(option('url')) ?? [];
    const list = kind === 'applications' ? tenant.applications : tenant.servicePrincipals;
    const found = list.find((one) => one.id === id);
    if (!found) throw new Error(`not found: ${option('url')}`);
    if (option('method') === 'GET') return answer(part ? { value: found[part] } : found);
    const body = JSON.parse(option('body')) as Record<string, unknown>;
    if (option('method') === 'POST') (found[part ?? ''] as unknown[]).push(body);
    else if (body.api)
      found.api = { ...(found.api as object), ...(body.api as object) }; // Graph keeps the parts that are not named
    else Object.assign(found, body);
    return changed();
  };
  const commands: Record<string, () => void> = {
    'cloud show': () => answer('https://graph.example/'),
    'account show': () => answer('55555555-5555-5555-5555-555555555555'),
    'ad app list': () => {
      for (const one of tenant.applications) if (one.displayName === wanted()) answer(`${one.id}\t${one.appId}`);
    },
    'ad sp list': () => {
      for (const one of tenant.servicePrincipals) if (one.appId === wanted()) answer(String(one.id));
    },
    'ad app create': () => {
      const app = { id: randomUUID(), appId: randomUUID(), displayName: option('display-name'), identifierUris: [], appRoles: [], api: {} };
      tenant.applications.push(app);
      changed();
      answer(`${app.id}\n${app.appId}`);
    },
    'ad sp create': () => {
      const principal = { id: randomUUID(), appId: option('id'), appRoleAssignmentRequired: false, appRoleAssignedTo: [] };
      tenant.servicePrincipals.push(principal);
      changed();
      answer(principal.id);
    },
    rest,
  };
  const run = commands[command];
  if (!run) throw new Error(`az ${command}: this az does not know it`);
  run();
}
