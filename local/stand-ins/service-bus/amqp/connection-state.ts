/** What the bus knows about one client connection: its rights, and the links that answers go out on. */

import type { Connection, Sender } from 'rhea';
import { AmqpFault } from '../fault';
import type { EntityAddress } from './address';
import { covers } from './sas-token';

export interface ConnectionState {
  /** Paths that a token was put for. */
  readonly grants: Set<string>;
  /** Links to the client for answers of $cbs and $management, by link name and by target address. */
  readonly replies: Map<string, Sender>;
}

const states = new WeakMap<Connection, ConnectionState>();

export function stateOf(connection: Connection): ConnectionState {
  const known = states.get(connection);
  if (known) return known;
  const created: ConnectionState = { grants: new Set(), replies: new Map() };
  states.set(connection, created);
  return created;
}

/** Throws unless the connection has put a token for the address, the entity above it, or the namespace. */
export function requireGrant(connection: Connection, { kind, path }: EntityAddress): void {
  const wanted = (kind === 'management' ? `${path}/$management` : path).toLowerCase();
  if ([...stateOf(connection).grants].some((granted) => covers(granted, wanted))) return;
  throw new AmqpFault(
    'amqp:unauthorized-access',
    `Unauthorized access to '${path}': put a token for it on $cbs first (the SDK does so by itself).`,
  );
}
