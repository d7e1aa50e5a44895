// The whole service as `npm start` runs it, once for a test file.
import { dirname, join } from 'node:path';
import type { Endpoints } from '../../../local/start/endpoints';
import { type Stage, type StartRun, startScript, startStage } from '../start-command';

export interface Service {
  readonly endpoints: Endpoints;
  /** The data folder. */
  readonly data: string;
  /** The command that runs now, or ran last. */
  readonly run: StartRun;
  /** Runs the command again on the same data, after it has ended. */
  startAgain(): Promise<void>;
}

/** The folder that holds host.json, beside the compiled files. */
const root = dirname(dirname(dirname(startScript)));
const startTimeoutMs = 60_000; // it takes 3 s on a quiet machine

/** Call it at the top of a test file. Don't destructure: the service comes later. */
export const useService = (...options: string[]): Service => useServiceWith({}, ...options);

/** `environment`: settings of the product, as a user gives them. */
export function useServiceWith(environment: Record<string, string>, ...options: string[]): Service {
  let stage: Stage | undefined;
  let run: StartRun | undefined;
  let endpoints: Endpoints | undefined;
  const start = async () => {
    run = started(stage).start('--root', root, ...options);
    endpoints = await run.ready;
  };
  beforeAll(async () => {
    stage = await startStage(environment);
    await start();
  }, startTimeoutMs);
  afterAll(() => stage?.end());
  return {
    get endpoints() {
      return started(endpoints);
    },
    get data() {
      return started(stage).data;
    },
    get run() {
      return started(run);
    },
    startAgain: start,
  };
}

/** A file of the data folder. */
export const dataFile = ({ data }: Service, ...path: string[]) => join(data, ...path);

function started<T>(part: T | undefined): T {
  if (part !== undefined) return part;
  throw new Error('The service does not run yet: use it inside a test or hook, not while the file is loaded.');
}
