// What a person can do with a demo that was kept.

import type { Screen } from '../../../cli/screen/screen';
import type { DemoServer, World } from '../keeper/messages';

export interface KeptDemo {
  folder: string;
  api: string;
  apiHttps: string;
  endpointsFile: string;
  logs: string;
  source: string;
  target: string;
  stop: string;
}

export function keptDemo(folder: string, { endpoints, data, source, target, databases }: World): KeptDemo {
  const database = databases.at(-1) ?? 'postgres';
  return {
    folder,
    api: endpoints.api,
    apiHttps: endpoints.apiHttps,
    endpointsFile: `${data}/endpoints.json`,
    logs: `${data}/logs`,
    source: connectionString(source, database),
    target: connectionString(target, database),
    stop: `npm run demo -- --stop ${folder}`,
  };
}

/** The logins were made for this demo and go with it. */
function connectionString({ host, port, login, caFile }: DemoServer, database: string): string {
  const tls = caFile ? `?sslmode=verify-full&sslrootcert=${caFile}` : '';
  return `postgres://${login.user}:${login.password}@${host}:${port}/${database}${tls}`;
}

export function showKept({ say, bold }: Screen, id: string, kept: KeptDemo): void {
  say(`  ${bold('Everything keeps running')} until you end it with: ${kept.stop}`);
  say();
  say(`  All migrations   ${kept.api}/api/migrations`);
  say(`  This one         ${kept.api}/api/migrations/${id}`);
  say(`  Its report       ${kept.api}/api/migrations/${id}/report`);
  say(`  ... as a page    ${kept.api}/api/migrations/${id}/report?format=html`);
  say(`  Source           ${kept.source}`);
  say(`  Target           ${kept.target}`);
  say(`  Addresses        ${kept.endpointsFile}`);
  say(`  Logs             ${kept.logs}`);
}
