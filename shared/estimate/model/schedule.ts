/** Plays the work of a migration through: what runs at once, how it shares the cores, and what waits for what. */
import type { StepKind } from '../types';

export interface Task {
  key: string;
  database: string;
  kind: StepKind;
  object?: string;
  /** Quoted name, where it is all about one. */
  table?: string;
  /** Alone on the machine. */
  seconds: number;
  /** Cores that it keeps busy. */
  cores: number;
  /** Names of the places that it takes while it runs. */
  places: readonly string[];
  /** Keys of tasks that end before it begins. */
  after: readonly string[];
}

export interface Capacity {
  cores: number;
  /** So many times as much as one copy is what any number of copies can move: the network between the servers, above all. */
  copies: number;
  /** By name; a name that is not here has no limit. */
  places: Readonly<Record<string, number>>;
}

export interface Run {
  task: Task;
  start: number;
  end: number;
  /** The task whose end let this one begin. */
  waitedFor?: Run;
}

interface Running {
  run: Run;
  left: number;
}

const isNothing = 1e-9;

/** In the order of `tasks`: what comes first and is ready takes a place first. Throws when tasks wait for one another. */
export function schedule(tasks: readonly Task[], capacity: Capacity): Run[] {
  const ended = new Map<string, Run>();
  const pending = new Set(tasks);
  const free = new Map(Object.entries(capacity.places));
  let running: Running[] = [];
  let now = 0;
  let justEnded: Run[] = [];

  const canStart = ({ after, places }: Task) => after.every((key) => ended.has(key)) && places.every((place) => (free.get(place) ?? 1) > 0);
  const change = ({ places }: Task, by: number) => {
    for (const place of places) if (free.has(place)) free.set(place, (free.get(place) ?? 0) + by);
  };

  while (pending.size || running.length) {
    for (const task of pending) {
      if (!canStart(task)) continue;
      pending.delete(task);
      change(task, -1);
      running.push({ run: { task, start: now, end: now, waitedFor: causeOf(task, justEnded) }, left: task.seconds });
    }
    if (!running.length) throw new Error(`These tasks wait for one another: ${[...pending].map(({ key }) => key).join(', ')}.`);
    const speed = speeds(running, capacity);
    const step = Math.min(...running.map(({ run, left }) => left / speed(run.task)));
    now += step;
    for (const each of running) each.left -= step * speed(each.run.task);
    const finished = running.filter(({ left }) => left <= isNothing);
    running = running.filter(({ left }) => left > isNothing);
    justEnded = finished.map(({ run }) => run);
    for (const run of justEnded) {
      run.end = now;
      ended.set(run.task.key, run);
      change(run.task, 1);
    }
  }
  return [...ended.values()];
}

function speeds(running: readonly Running[], { cores, copies }: Capacity): (task: Task) => number {
  const wanted = running.reduce((sum, { run }) => sum + run.task.cores, 0);
  const streams = running.filter(({ run }) => run.task.kind === 'copy').length;
  const ofCores = Math.min(1, cores / Math.max(wanted, isNothing));
  const ofCopies = Math.min(1, copies / Math.max(streams, 1));
  return ({ kind }) => (kind === 'copy' ? Math.min(ofCores, ofCopies) : ofCores);
}

/** A prerequisite rather than one that only made a place free. */
function causeOf({ after, places }: Task, justEnded: readonly Run[]): Run | undefined {
  const isPrerequisite = ({ task }: Run) => after.includes(task.key);
  const hadPlace = ({ task }: Run) => task.places.some((place) => places.includes(place));
  return justEnded.find(isPrerequisite) ?? justEnded.find(hadPlace) ?? justEnded[0];
}
