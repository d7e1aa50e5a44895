// How much of the heavy work runs at once: as much as the target's cores can do beside what others of ours do there.
import { loadSql } from '../../postgres/sql';
import type { Wire } from '../../postgres/wire';
import type { ServerConnection } from '../engine';
import { type Budget, budget, type Places } from './budget';
import { assumedCores, streamsPerProcess } from './copy-tuning';

export interface TargetBudget {
  cores: number;
  /** A stream that is copied or read back keeps about a core of the target busy. */
  streams: Budget;
  /** Builds of indexes; a core each. */
  builds: Budget;
}

const ourLoadSql = loadSql(__dirname, 'our-load');
/** For the lock, the catalogue and who else wants to look; beside what the server itself reserves. */
const sparedConnections = 5;

const streamsOfProcess = budget(streamsPerProcess);
const targets = new Map<string, TargetBudget>();

/** The same for all databases of all migrations that this process moves to that server. */
export function budgetOf({ host, port, vCores = assumedCores }: ServerConnection): TargetBudget {
  const key = `${host}:${port}:${vCores}`;
  const known = targets.get(key);
  if (known) return known;
  const made = { cores: vCores, streams: budget(placesOf(vCores)), builds: budget(placesOf(vCores)) };
  targets.set(key, made);
  return made;
}

/** On one core as well: while one waits for its client or the disk, the other works. */
const placesOf = (cores: number) => Math.max(2, cores);

/** Leaves room for other processes' sessions of ours, and for those of anybody else. One place is always there, so that nobody starves. */
export async function fitBudget(wire: Wire, { cores, streams, builds }: TargetBudget): Promise<void> {
  const [load] = await wire.query(ourLoadSql);
  const [copying = 0, building = 0, free = 0] = (load?.rows[0] ?? []).map(Number);
  const resize = (places: Budget, ours: number) => {
    const ofOthers = Math.max(0, ours - places.taken);
    const connections = Math.floor((free - sparedConnections) / 2) + places.taken;
    places.resize(Math.max(1, Math.min(placesOf(cores) - ofOthers, connections)));
  };
  resize(streams, copying);
  resize(builds, building);
}

/** Up to so many places for streams of a target; the process counts them as one, since one reader feeds them all. */
export async function takeStreams({ streams }: TargetBudget, signal: AbortSignal, atMost = 1): Promise<Places> {
  const onTarget = await streams.take(signal, atMost);
  try {
    const here = await streamsOfProcess.take(signal);
    return {
      count: onTarget.count,
      giveBack() {
        here.giveBack();
        onTarget.giveBack();
      },
    };
  } catch (error) {
    onTarget.giveBack();
    throw error;
  }
}
