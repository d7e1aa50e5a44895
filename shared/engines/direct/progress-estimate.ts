// Tells how long the rest of a database takes, from how long its parts took so far.

export const workKinds = ['copy', 'proof', 'index', 'check'] as const;
export type WorkKind = (typeof workKinds)[number];

/** One kind of work at one moment. */
export interface RemainingWork {
  /** What is left, in bytes on the source's disk. */
  bytes: number;
  /** Sessions that are at it. */
  workers: number;
  /** Bytes of what they are at, where nobody sees how far they are. */
  unseenBytes: number;
}

interface Experience {
  /** Seconds of a worker and bytes done, both fading, so that their ratio is that of the last minutes. */
  seconds: number;
  bytes: number;
  /** Of `unseenBytes`: taken as done, by the time that it took other ones. */
  guessedBytes: number;
  effectiveBytes: number | undefined;
}

/** Seconds per byte in relation to copying, until there is experience (measured: copy-engine.md 1, 2 and 5). */
const firstRatio: Record<WorkKind, number> = { copy: 1, proof: 0.4, index: 2.5, check: 0.5 };
/** Kinds that the same workers do. */
const lanes = { copy: ['copy', 'proof'], build: ['index', 'check'] } as const satisfies Record<string, readonly WorkKind[]>;
const memorySeconds = 60;
const workersSeconds = 10; // how fast a change in the number of workers counts
const calmSeconds = 8; // how fast the end that is told follows the one that is reckoned
/** Less experience than this says nothing. */
const leastSeconds = 1.5;
/** What nobody sees the end of is not taken as done before it is. */
const mostGuessed = 0.95;

/**
 * Returns a function that is called every now and then with what is left, and answers the seconds that are left; undefined while nobody can
 * tell. Work that has not begun is reckoned by its bytes, so what costs time without having any is not foreseen.
 */
export function endEstimate(nowMs: () => number): (work: Record<WorkKind, RemainingWork>) => number | undefined {
  const experience = Object.fromEntries(
    workKinds.map((kind) => [kind, { seconds: 0, bytes: 0, guessedBytes: 0, effectiveBytes: undefined }]),
  ) as Record<WorkKind, Experience>;
  let lastMs = nowMs();
  let spentSeconds = 0;
  let endMs: number | undefined;
  const workers: { copy?: number; build?: number } = {};

  function secondsPerByte(kind: WorkKind): number | undefined {
    const { seconds, bytes } = experience[kind];
    if (seconds > 0 && bytes > 0) return seconds / bytes;
    const { copy } = experience;
    return copy.bytes > 0 ? (firstRatio[kind] * copy.seconds) / copy.bytes : undefined;
  }

  function learn(kind: WorkKind, now: RemainingWork, elapsed: number): void {
    const known = experience[kind];
    const cost = secondsPerByte(kind);
    const kept = Math.exp(-elapsed / memorySeconds);
    known.seconds = known.seconds * kept + elapsed * now.workers;
    known.bytes *= kept;
    const guess = known.guessedBytes + (cost ? (elapsed * now.workers) / cost : 0);
    known.guessedBytes = Math.min(guess, mostGuessed * now.unseenBytes);
    const effective = Math.max(0, now.bytes - known.guessedBytes);
    known.bytes += Math.max(0, (known.effectiveBytes ?? effective) - effective);
    known.effectiveBytes = effective;
  }

  /** A lane that has no workers at the moment keeps the number it had. */
  function countWorkers(lane: keyof typeof lanes, active: number, elapsed: number): void {
    if (active === 0) return;
    const before = workers[lane] ?? active;
    workers[lane] = active + (before - active) * Math.exp(-elapsed / workersSeconds);
  }

  function secondsOf(kind: WorkKind, by: number): number {
    const left = experience[kind].effectiveBytes ?? 0;
    return left > 0 ? (left * (secondsPerByte(kind) ?? Number.NaN)) / by : 0;
  }

  /** What is copied is read back, and indexed by other workers meanwhile. NaN while there is no experience at all. */
  function secondsLeft(): number {
    const { copy: copiers = workers.build ?? 1, build: builders = copiers } = workers;
    const building = secondsOf('index', builders) + secondsOf('check', builders);
    return secondsOf('copy', copiers) + Math.max(secondsOf('proof', copiers), building);
  }

  return (work) => {
    const now = nowMs();
    const elapsed = (now - lastMs) / 1000;
    lastMs = now;
    for (const kind of workKinds) learn(kind, work[kind], elapsed);
    for (const lane of ['copy', 'build'] as const) {
      const active = lanes[lane].reduce((sum, kind) => sum + work[kind].workers, 0);
      countWorkers(lane, active, elapsed);
      spentSeconds += elapsed * active;
    }
    const seconds = secondsLeft();
    if (spentSeconds < leastSeconds || Number.isNaN(seconds)) return undefined;
    const reckoned = now + 1000 * seconds;
    endMs = endMs === undefined ? reckoned : reckoned + (endMs - reckoned) * Math.exp(-elapsed / calmSeconds);
    return Math.max(0, Math.round((endMs - now) / 1000));
  };
}
