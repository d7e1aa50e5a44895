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
  // All that end a session or a statement by the clock; some are younger than the oldest source.
  `SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings WHERE name IN
    ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout', 'transaction_timeout')`,
];

/** For a session that must not write: every session on a source, and catalogue sessions on both sides. */
export const readerSettings = [...common, 'SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY'].join('; ');

/**
 * For a session that loads a target. Commits need not wait for the disk: a crash loses the unit of work and its ledger row together, and the
 * last commit of a database is a synchronous one.
 */
export const writerSettings = [...common, 'SET default_transaction_read_only = off', 'SET synchronous_commit = off'].join('; ');
