// What the demo and its keeper tell each other.
import type { PostgresServer } from '../../postgres/postgres-server';
import type { Endpoints } from '../../start/endpoints';

export type DemoServer = Pick<PostgresServer, 'host' | 'port' | 'major' | 'login' | 'caFile'>;

/** Everything that runs for a demo. */
export interface World {
  endpoints: Endpoints;
  /** Data folder of the local stack. */
  data: string;
  source: DemoServer;
  target: DemoServer;
  /** What the source has and the demo moves. */
  databases: string[];
}

export interface WorldRequest {
  /** An empty folder; goes when the world ends. */
  folder: string;
  /** Rows of one more database; none by default. */
  rows?: number;
}

export type ToKeeper = { kind: 'open'; request: WorldRequest } | { kind: 'keep' } | { kind: 'end' };

export type FromKeeper =
  | { kind: 'step'; title: string; detail: string }
  | { kind: 'ready'; world: World }
  | { kind: 'kept' }
  /** The world could not be opened, or a part of it died. The keeper ends what is left. */
  | { kind: 'failed'; message: string };
