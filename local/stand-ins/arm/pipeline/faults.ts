// Failures that a test has asked for: which calls they hit, and how often.
import { EventEmitter, once } from 'node:events';
import { z } from 'zod';
import type { Request } from '../../http/messages';

export const faultKinds = ['throttle', 'serverError', 'denial', 'timeout', 'lostResponse'] as const;
export type FaultKind = (typeof faultKinds)[number];

const isPattern = (text: string) => {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
};

const faultSchema = z.strictObject({
  kind: z.enum(faultKinds),
  match: z
    .strictObject({
      method: z.enum(['GET', 'PUT', 'POST', 'PATCH', 'DELETE']).optional(),
      /** Regular expression, in any casing. */
      path: z.string().refine(isPattern, 'expected a regular expression').optional(),
    })
    .default({}),
  /** The first of the calls that match to be hit. */
  nth: z.number().int().min(1).default(1),
  /** How many in a row. */
  times: z.number().int().min(1).default(1),
  /** Of a serverError. */
  status: z.number().int().min(500).max(599).default(503),
  /** Of a throttle. */
  retryAfterSeconds: z.number().int().min(0).max(3600).default(1),
  /** A timeout gives up this long after the call came, unless the client did before; a lostResponse closes this long after it was done. */
  holdSeconds: z.number().min(0).max(3600).optional(),
});
export type Fault = z.output<typeof faultSchema>;

export const faultsSchema = z.array(faultSchema);

export interface FaultState extends Fault {
  /** How many calls matched, and how many of them were hit. */
  matched: number;
  hits: number;
}

export interface Faults {
  set(faults: Fault[]): void;
  state(): FaultState[];
  /** The fault that hits this call; of several the first. Counts the call. */
  take(request: Pick<Request, 'method' | 'path'>): Fault | undefined;
  /** Resolves when more calls than `known` have been hit since the faults were set, to how many; or when the signal is aborted. */
  hits(known: number, signal: AbortSignal): Promise<number>;
}

export function createFaults(): Faults {
  let faults: FaultState[] = [];
  const hit = new EventEmitter().setMaxListeners(0);
  const total = () => faults.reduce((sum, { hits }) => sum + hits, 0);
  return {
    set(given) {
      faults = given.map((fault) => ({ ...fault, matched: 0, hits: 0 }));
    },
    state: () => faults,
    take(request) {
      const matching = faults.filter((fault) => matches(fault, request));
      for (const fault of matching) fault.matched++;
      const chosen = matching.find(({ matched, nth, times }) => matched >= nth && matched < nth + times);
      if (!chosen) return undefined;
      chosen.hits++;
      hit.emit('hit');
      return chosen;
    },
    async hits(known, signal) {
      while (total() <= known && !signal.aborted) await once(hit, 'hit', { signal }).catch(unlessAborted(signal));
      return total();
    },
  };
}

const unlessAborted = (signal: AbortSignal) => (error: unknown) => {
  if (!signal.aborted) throw error;
};

const matches = ({ match }: Fault, { method, path }: Pick<Request, 'method' | 'path'>) =>
  (!match.method || match.method === method) && (!match.path || new RegExp(match.path, 'i').test(path));
