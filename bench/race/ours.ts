/** Our engine, with its proof and without. */
import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { PostgresServer } from '../../local/postgres/postgres-server';
import type { DatabaseJob, ServerConnection } from '../../shared/engines/engine';
import type { Contestant } from './contestant';
import type { OursOutcome } from './ours-process';
import { runTool } from './tool';

/** `profileFolder`: where V8 leaves a CPU profile of each run. */
export function ours(proof: 'on' | 'off', profileFolder: string | undefined): Contestant {
  const options = profileFolder ? ['--cpu-prof', '--cpu-prof-dir', profileFolder] : [];
  return {
    name: proof === 'on' ? 'ours' : 'ours-unproven',
    what: `the direct engine, proof ${proof}; start of the process and clean-up included`,
    wantsEmptyDatabase: false,
    async copy({ source, target, database, signal }) {
      const job: DatabaseJob = {
        migrationId: randomUUID(),
        number: 0,
        database,
        source: connectionTo(source),
        target: connectionTo(target),
        proof,
      };
      const parameters = [...options, join(__dirname, 'ours-process.js')];
      const { answer, peakMB }: OursOutcome = JSON.parse(
        await runTool(process.execPath, parameters, { signal, input: JSON.stringify(job) }),
      );
      requireProof(answer, proof);
      return { peakMB };
    },
  };
}

export function connectionTo({ host, port, login }: PostgresServer): ServerConnection {
  return { host, port, ...login, sslMode: 'Prefer', vCores: availableParallelism() }; // which Azure tells by the server's SKU
}

/** What is measured is what was asked for: every table proven, or none. */
function requireProof(answer: OursOutcome['answer'], proof: 'on' | 'off'): void {
  if (answer.state === 'Failed') throw new Error(`${answer.error.code}: ${answer.error.message}`);
  if (answer.state === 'Canceled') throw new Error('It was cancelled.');
  const wanted = proof === 'on' ? 'equal' : 'unproven';
  const other = answer.report.tables.find(({ proof: { result } }) => result !== wanted);
  if (other) throw new Error(`With proof ${proof}, table ${other.name} ended '${other.proof.result}'.`);
}
