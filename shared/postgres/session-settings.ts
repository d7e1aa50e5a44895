// Settings of our sessions, so that the same value reads alike on both servers, whatever role, database or server defaults say.

const common = [
  `SET search_path = ''`,
  'SET row_security = off', // a policy that would hide rows raises an error instead
  'SET extra_float_digits = 3', // below 12, less loses digits
  'SET synchronize_seqscans = off', // rows in their order on disk, from the first page on
  'SET IntervalStyle = postgres',
  'SET DateStyle = ISO',
  `SET lc_monetary = 'C'`,
  `SET TimeZone = 'UTC'`,
  `SET bytea_output = 'hex'`,
  `SET xmloption = content`, // else fragments could be read back as an error
  // All that end a session or a statement by the clock; some are younger than the oldest source. pg_settings would take 5 ms to list them.
  'SET statement_timeout = 0',
  'SET lock_timeout = 0',
  setSince(90600, 'idle_in_transaction_session_timeout'),
  setSince(140000, 'idle_session_timeout'),
  setSince(170000, 'transaction_timeout'),
];

/** A server below does not know the name, and is not asked to. */
function setSince(version: number, name: string): string {
  return `SELECT pg_catalog.set_config('${name}', '0', false) WHERE pg_catalog.current_setting('server_version_num')::int >= ${version}`;
}

/** For a session that must not write: every session on a source, and catalogue sessions on both sides. */
export const readerSettings = [...common, 'SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY'].join('; ');

/**
 * For a session that loads a target. Commits need not wait for the disk: a crash loses the unit of work and its ledger row together, and the
 * last commit of a database is a synchronous one.
 */
export const writerSettings = [...common, 'SET default_transaction_read_only = off', 'SET synchronous_commit = off'].join('; ');
