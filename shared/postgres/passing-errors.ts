// The failures after which the same thing may work when it is tried again. What is not listed does not get better by waiting: syntax, rights,
// constraints, a value that does not fit. (A full disk has its own way: engines/direct/disk-full.ts.)
import { serverMessage } from './server-message';

/** SQLSTATEs with which a session ended, or could not begin. */
const lostConnection: Record<string, string> = {
  '08000': 'connection_exception',
  '08003': 'connection_does_not_exist',
  '08006': 'connection_failure',
  '08001': 'sqlclient_unable_to_establish_sqlconnection',
  '08004': 'sqlserver_rejected_establishment: a pooler in between has no room',
  '08P01': 'protocol_violation: a proxy in between cut a message',
  '25P03': 'idle_in_transaction_session_timeout, set by a role or a pooler',
  '25P04': 'transaction_timeout, likewise',
  '53300': 'too_many_connections: others give theirs back',
  '57P01': 'admin_shutdown: the server stops or fails over, or somebody ended the session',
  '57P02': 'crash_shutdown: another backend crashed, and the server recovers',
  '57P03': 'cannot_connect_now: the server starts, stops or recovers',
  '57P05': 'idle_session_timeout',
};

/** SQLSTATEs of a statement that somebody else was in the way of; the session goes on. */
const conflict: Record<string, string> = {
  '40P01': 'deadlock_detected: one of two is let through',
  '40001': 'serialization_failure: on a standby, a conflict with what it replays',
  '55P03': 'lock_not_available within its time',
  '57014': 'query_canceled by somebody else: we set no time limit',
};

export const isLostConnectionState = (sqlState: string) => sqlState in lostConnection;

/** The session that exported a snapshot has ended: invalid_parameter_value, undefined_object (17+), object_not_in_prerequisite_state. */
export function isSnapshotGone(error: unknown): boolean {
  const { sqlState = '', message = '' } = serverMessage(error) ?? {};
  return ['22023', '42704', '55000'].includes(sqlState) && /snapshot/i.test(message);
}

export const isPassingConflict = (error: unknown) => (serverMessage(error)?.sqlState ?? '') in conflict;
