// The commands that give a migration what it waits for.
import type { WaitKind } from '../../shared/domain/waits';
import type { Overview } from '../client/answers';

const answers: Record<WaitKind, (id: string) => string> = {
  overwrite: (id) => `pgflex migration approve --id ${id}`,
  databases: (id) => `pgflex migration update --id ${id} --db-names <database> ...`,
  replication: (id) => `pgflex migration update --id ${id} --setup-replication`,
  scheduling: (id) => `pgflex migration update --id ${id} --start-data-migration`,
  window: (id) => `pgflex migration update --id ${id} --start-data-migration`,
};

export const answerCommands = ({ id, waits }: Overview): string[] =>
  waits.filter(({ state }) => state === 'open').flatMap(({ kind }) => [answers[kind](id), `pgflex migration cancel --id ${id}`]);
