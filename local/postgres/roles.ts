// The roles of a local server, made before its first start by single-user mode, so that no moment exists without passwords.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Credentials } from './postgres-server';
import type { ServerUser } from './server-user';

/** As on Azure: azure_pg_admin can't log in; the administrator is its member, and no superuser. */
const createRoles = [
  'CREATE ROLE azure_pg_admin NOLOGIN',
  'GRANT pg_monitor, pg_signal_backend TO azure_pg_admin',
  'CREATE ROLE pgadmin LOGIN NOSUPERUSER CREATEDB CREATEROLE REPLICATION',
  'GRANT azure_pg_admin TO pgadmin',
];

export interface RoleOptions {
  binary: string;
  dataDirectory: string;
  environment: Record<string, string>;
  user: ServerUser | undefined;
  /** A directory that was used before has the roles; its passwords are set anew. */
  isNew: boolean;
  superuser: Credentials;
  login: Credentials;
}

/** Statements go in by standard input, so that no password shows in a list of processes. */
export async function prepareRoles({ binary, dataDirectory, environment, user, isNew, superuser, login }: RoleOptions): Promise<void> {
  const statements = [
    ...(isNew ? createRoles : []),
    ...[superuser, login].map(({ user: role, password }) => `ALTER ROLE ${role} PASSWORD '${password.replaceAll("'", "''")}'`),
  ];
  const options = ['--single', '-D', dataDirectory, '-c', 'exit_on_error=on', '-c', 'password_encryption=scram-sha-256', 'postgres'];
  const postgres = spawn(binary, options, { env: environment, cwd: dataDirectory, stdio: ['pipe', 'ignore', 'pipe'], ...user });
  let errors = '';
  postgres.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  postgres.stdin.on('error', () => {}); // it ended early: its exit code and messages tell why
  postgres.stdin.end(statements.map((statement) => `${statement}\n`).join(''));
  const [code] = await once(postgres, 'close');
  if (code !== 0) throw new Error(`PostgreSQL could not prepare ${dataDirectory}:\n${withoutStatements(errors)}`);
}

/** The log repeats a failed statement, and with it the password. */
function withoutStatements(log: string): string {
  return log
    .split('\n')
    .filter((line) => !line.includes('STATEMENT:') && !line.includes('PASSWORD'))
    .join('\n');
}
