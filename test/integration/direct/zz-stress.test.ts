// Two that work on the same database, and content that changes under the engine: nothing is written twice, nothing wrong is put in place.
import { ledgerSchema, temporaryDatabaseName } from '../../../shared/domain/names';
import { advance } from '../../../shared/engines/direct/advance';
import { release } from '../../../shared/engines/direct/release';
import { sourceAndTarget } from '../../support/source-and-target';
import { startEngine } from './engine-child';
import { contextFor, runJob } from './run-job';
import { stallableSource } from './stallable-source';

const servers = sourceAndTarget();
const app = stallableSource(servers);

const endLockSessions = () =>
  servers.target.run('postgres', `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'pgflex:%:lock'`);

for (let round = 0; round < 25; round++) {
test('an ' + round + ' engine that sleeps through release finds nothing to write to when it wakes', async () => {
  const { job, proxy } = await app.stallingJob();
  const zombie = startEngine(job);
  await proxy.stalled; process.stderr.write('stalled '+round+'\n');
  zombie.process.kill('SIGSTOP');
  process.stderr.write('stopped '+round+'\n');
  await endLockSessions(); // as after a minute of silence
  await release(job);
  process.stderr.write('released '+round+'\n');
  await app.expectNothingLeft();
  proxy.open();
  zombie.process.kill('SIGCONT'); process.stderr.write('cont '+round+'\n');
  expect((await zombie.answer).answer).toEqual({ kind: 'notYet' });
  await app.expectNothingLeft();
});


}
