// postgresql.conf and pg_hba.conf of a local server.

/** Values of server parameters, as in postgresql.conf. */
export type Settings = Record<string, string | number | boolean>;

export interface ServerOptions {
  port: number;
  tls: boolean;
  /** Plain connections are refused, as with Azure's `require_secure_transport`. */
  tlsRequired: boolean;
  /** False: a crash of the machine (not of the server) may cost the data, and everything is faster. */
  durable: boolean;
  settings: Settings;
}

export function postgresqlConf({ port, tls, durable, settings }: ServerOptions): string {
  const all: Settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '', // its path would be too long in a deep folder, and nothing needs it
    password_encryption: 'scram-sha-256',
    max_connections: 100,
    shared_buffers: '64MB',
    max_wal_size: '2GB', // no checkpoint in the middle of a load
    checkpoint_timeout: '15min',
    wal_level: 'replica', // Azure's default
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C', // the start is recognised by its message
    default_text_search_config: 'pg_catalog.english',
    ...(tls ? { ssl: true, ssl_cert_file: '../server.crt', ssl_key_file: '../server.key' } : {}),
    ...(durable ? {} : { fsync: false, full_page_writes: false }),
    ...settings,
  };
  return Object.entries(all)
    .map(([name, value]) => `${name} = ${quoted(value)}\n`)
    .join('');
}

/** Passwords always; never trust, so that what runs here also runs against Azure. */
export function pgHbaConf({ tlsRequired }: ServerOptions): string {
  const kind = tlsRequired ? 'hostssl' : 'host';
  return ['all', 'replication'].map((database) => `${kind} ${database} all 127.0.0.1/32 scram-sha-256\n`).join('');
}

function quoted(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return `'${String(value).replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
