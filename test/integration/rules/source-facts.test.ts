// What a person is told about the source, read from real servers.
import { sourceFacts } from '../../../shared/rules/source-facts';
import { openCatalog } from '../../support/run-preflight';
import { sourceAndTarget } from '../../support/source-and-target';

const servers = sourceAndTarget({ sourceSettings: { work_mem: '5MB' } });

test('sizes, roles, changed parameters, and whether new sessions are read-only', async () => {
  const { source } = servers;
  await source.createDatabase('app');
  await source.run('postgres', 'CREATE ROLE reporting LOGIN; CREATE ROLE readers', { as: 'superuser' });
  const read = async () => {
    const session = await openCatalog({ server: source }, 'postgres');
    try {
      return await sourceFacts(session, ['app', 'absent']);
    } finally {
      await session.end();
    }
  };
  const facts = await read();
  expect(facts).toMatchObject({ readOnly: false, sizes: [{ name: 'app', sizeBytes: expect.any(Number) }] });
  expect(facts.logins).toBeGreaterThanOrEqual(1);
  expect(facts.groups).toBeGreaterThanOrEqual(1);
  expect(facts.parameters).toContain('work_mem');
  await source.run('postgres', `ALTER ROLE "${source.login.user}" SET default_transaction_read_only = on`, { as: 'superuser' });
  expect((await read()).readOnly).toBe(true);
});
