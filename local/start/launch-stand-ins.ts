// Starts the process of the stand-ins and waits until it tells its addresses.
import { plainEnvironment } from '../processes/plain-environment';
import type { StandInsMessage, StandInsReady, StandInsRequest } from '../stand-ins/child-messages';
import { compiledScript } from './application-root';
import { type Child, endOfLog, startChild } from './child';
import type { ChildRecords } from './child-records';
import { unlessAborted } from './unless-aborted';

export interface LaunchContext {
  log: string;
  records: ChildRecords;
  /** The way back is put here as soon as the process is there. */
  cleanUps: (() => Promise<void>)[];
  signal: AbortSignal | undefined;
}

export async function launchStandIns(request: StandInsRequest, context: LaunchContext): Promise<{ child: Child; ready: StandInsReady }> {
  const { log, records, cleanUps, signal } = context;
  const child = await startChild({
    title: 'process of the stand-ins',
    name: 'azure',
    script: compiledScript('stand-ins/main.js'),
    arguments: [],
    environment: plainEnvironment(),
    log,
    records,
    request,
  });
  cleanUps.push(() => child.stop());
  const answer = (await unlessAborted(child.answer, signal)) as StandInsMessage;
  if (answer.kind === 'failed') throw new Error(`The stand-ins could not start: ${answer.message}\n${await endOfLog(log)}`);
  return { child, ready: answer };
}
