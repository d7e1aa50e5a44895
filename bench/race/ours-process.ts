/** The engine in a process of its own: reads a job from standard input, moves the database to its end, writes what came of it. */
import { setTimeout as delay } from 'node:timers/promises';
import { sliceMs } from '../../shared/domain/limits';
import { directEngine } from '../../shared/engines/direct';
import type { Advance, DatabaseJob } from '../../shared/engines/engine';

/** A line of JSON on standard output. */
export interface OursOutcome {
  answer: Extract<Advance, { kind: 'ended' }>;
  peakMB: number;
}

const pauseMs = 100; // the orchestrator pauses too, but longer

async function main(): Promise<void> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk;
  const job: DatabaseJob = JSON.parse(text);
  const answer = await toItsEnd(job);
  await directEngine.release(job);
  const outcome: OursOutcome = { answer, peakMB: process.resourceUsage().maxRSS / 1024 };
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
}

async function toItsEnd(job: DatabaseJob): Promise<OursOutcome['answer']> {
  for (;;) {
    const answer = await directEngine.advance(job, {
      softDeadline: new Date(Date.now() + sliceMs),
      signal: new AbortController().signal,
      report: () => {},
      isWanted: async () => true,
      willCreate: async () => {},
    });
    if (answer.kind === 'ended') return answer;
    if (answer.kind === 'notYet') await delay(pauseMs);
  }
}

void main();
