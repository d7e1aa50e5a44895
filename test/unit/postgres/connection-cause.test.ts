// Why a connection failed is told apart, with what to do about exactly that.

import { MigrationFailure } from '../../../shared/domain/error-codes';
import { connectionFailure } from '../../../shared/postgres/connection-failure';

const azure = { host: 'new.postgres.database.azure.com', port: 5432, user: 'admin' };
const single = { host: 'old.postgres.database.azure.com', port: 5432, user: 'admin@old' };
const other = { host: 'db.example', port: 5433, user: 'me' };

/** An error of the server, as `pg` throws it. */
const said = (code: string, message: string) => Object.assign(new Error(message), { code, severity: 'FATAL' });
const system = (code: string, message = code) => Object.assign(new Error(message), { code });
const noEntry = 'no pg_hba.conf entry for host "203.0.113.7", user "admin", database "postgres", SSL on';

test.each<[what: string, error: Error, server: typeof azure, code: string, hint: RegExp]>([
  ['no such name', system('ENOTFOUND', 'getaddrinfo ENOTFOUND x'), azure, 'DNS_FAILED', /private DNS zone/],
  ['no name server', system('EAI_AGAIN'), azure, 'DNS_FAILED', /host name/],
  ['nothing listens', system('ECONNREFUSED'), other, 'SERVER_UNREACHABLE', /Nothing listens at db\.example:5433/],
  ['packets are dropped', system('ETIMEDOUT'), azure, 'SERVER_UNREACHABLE', /firewall or network security group/],
  ['no answer in time', new Error('timeout expired'), azure, 'SERVER_UNREACHABLE', /No answer from new\.postgres/],
  ['no way there', system('EHOSTUNREACH'), azure, 'SERVER_UNREACHABLE', /Check host name/],
  [
    'the firewall of a flexible server',
    said('28000', noEntry),
    azure,
    'FIREWALL_REFUSED',
    /^az postgres flexible-server firewall-rule create .*--name 'new' .*--start-ip-address 203\.0\.113\.7 --end-ip-address 203\.0\.113\.7$/,
  ],
  [
    'the firewall of a single server',
    said('28000', noEntry),
    single,
    'FIREWALL_REFUSED',
    /^az postgres server firewall-rule create .*--server-name 'old'/,
  ],
  ['pg_hba.conf of another server', said('28000', noEntry), other, 'FIREWALL_REFUSED', /host all "me" 203\.0\.113\.7\/32 scram-sha-256/],
  [
    'pg_hba.conf that rejects',
    said('28000', 'pg_hba.conf rejects connection for host "2001:db8::1", user "me", database "postgres", no encryption'),
    other,
    'FIREWALL_REFUSED',
    /2001:db8::1\/128/,
  ],
  [
    'TLS is demanded',
    said('28000', 'SSL connection is required. Please specify SSL options and retry.'),
    single,
    'SERVER_TLS_FAILED',
    /sslMode to Require/,
  ],
  ['TLS is not offered', new Error('The server does not support SSL connections'), other, 'SERVER_TLS_FAILED', /sslMode Prefer/],
  [
    'another name in the certificate',
    system('ERR_TLS_CERT_ALTNAME_INVALID'),
    other,
    'SERVER_TLS_FAILED',
    /another name than 'db\.example'/,
  ],
  ['an unknown authority', system('SELF_SIGNED_CERT_IN_CHAIN'), other, 'SERVER_TLS_FAILED', /PGFLEX_CA_FILE/],
  ['an expired certificate', system('CERT_HAS_EXPIRED'), other, 'SERVER_TLS_FAILED', /has expired/],
  ['a wrong password', said('28P01', 'password authentication failed for user "me"'), other, 'LOGIN_FAILED', /user name and password/],
  ['a role without LOGIN', said('28000', 'role "me" is not permitted to log in'), other, 'LOGIN_FAILED', /^ALTER ROLE "me" LOGIN;$/],
  [
    'the login of a single server',
    said('28000', 'Invalid Username specified. The Username should be in <username@hostname> format.'),
    { ...single, user: 'admin' },
    'LOGIN_FAILED',
    /'admin@old'/,
  ],
  ['no such database', said('3D000', 'database "x" does not exist'), other, 'SOURCE_DATABASE_MISSING', /dbsToMigrate/],
  ['too many sessions', said('53300', 'sorry, too many clients already'), other, 'TOO_MANY_CONNECTIONS', /max_connections/],
  ['starting up', said('57P03', 'the database system is starting up'), other, 'SERVER_UNREACHABLE', /Check host name/],
])('%s', (_what, error, server, code, hint) => {
  const failure = connectionFailure(error, server, 'postgres');
  expect(failure).toBeInstanceOf(MigrationFailure);
  expect((failure as MigrationFailure).error).toMatchObject({
    code,
    hint: expect.stringMatching(hint),
    message: expect.stringContaining(`${server.host}:${server.port}`),
  });
});
