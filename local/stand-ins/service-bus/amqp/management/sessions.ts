/** Operations on sessions: renewing their locks, reading and writing their states. */
import { message, types } from 'rhea';
import { type QueueOperation, sessionOf } from './operation';

export const renewSessionLock: QueueOperation = (_broker, queue, fields) => ({
  status: 200,
  body: { expiration: types.wrap_timestamp(queue.sessions.renew(sessionOf(fields))) },
});

/** A state is kept as the encoded AMQP value that the client sent, whatever its type. */
export const getSessionState: QueueOperation = (_broker, queue, fields) => {
  const session = sessionOf(fields);
  queue.sessions.holder(session);
  const state = queue.sessionStates.get(session);
  return { status: 200, body: { 'session-state': state ? message.decode(state).body : null } };
};

export const setSessionState: QueueOperation = (broker, queue, fields) => {
  const session = sessionOf(fields);
  queue.sessions.holder(session);
  const value = fields['session-state'] ?? null;
  const state = value === null ? null : message.encode({ body: value });
  broker.commit([{ kind: 'sessionState', queue: queue.name, session, state }]);
  return { status: 200 };
};
