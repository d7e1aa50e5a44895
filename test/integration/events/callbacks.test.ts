// Approval subscriptions on real stores and a real https server: who is told what, once, and what is never called.
import { SecretClient } from '@azure/keyvault-secrets';
import { credential } from '../../../shared/azure/credential';
import { config } from '../../../shared/config';
import { eventTypes } from '../../../shared/domain/events';
import { callbackSecretName } from '../../../shared/domain/names';
import { callBack, isEverybodyCalled } from '../../../shared/events/call-back';
import { postCallback, type Resolve } from '../../../shared/events/post-callback';
import { subscribeToApprovals, unsubscribeAddress } from '../../../shared/migrations/approval-subscriptions';
import { recordOutcome } from '../../../shared/migrations/record-outcome';
import { readCallbacks } from '../../../shared/state/callbacks';
import { seal } from '../../../shared/state/control';
import { decideApproval } from '../../../shared/state/decide';
import { openWait } from '../../../shared/state/waits';
import { type CallbackReceiver, callbackReceiver } from '../../support/callback-receiver';
import { useLocalAzure } from '../../support/local-azure';
import { existingDatabase, type StoredMigration, storeMigration } from '../../support/migration-store';

const standIns = useLocalAzure();
let receiver: CallbackReceiver;

beforeAll(async () => {
  receiver = await callbackReceiver(standIns().ready.caFile);
});
afterAll(() => receiver.close());
beforeEach(() => receiver.answer(202));

let number = 0;
const newAddress = () => `${receiver.origin}/callbacks/${++number}?sig=a-right`;
const pathOf = (address: string) => address.slice(receiver.origin.length);
const callsOf = (address: string) => receiver.calls.filter(({ path }) => path === pathOf(address)).map(({ body }) => body);
const subscribe = async (stored: StoredMigration, address: string) => subscribeToApprovals(await stored.record(), address, 'somebody');
const askForApproval = (stored: StoredMigration) => openWait(stored.id, 1, { kind: 'overwrite', databases: [existingDatabase('app')] });

async function secretsOf({ id }: StoredMigration): Promise<string[]> {
  const { keyVaultUrl, ca } = config();
  const client = new SecretClient(keyVaultUrl, credential(), {
    disableChallengeResourceVerification: true,
    tlsOptions: ca ? { ca } : undefined,
  });
  const names: string[] = [];
  for await (const { name } of client.listPropertiesOfSecrets()) if (name.startsWith(`m-${id}`)) names.push(name);
  return names;
}

test('a subscriber is told once that an approval is asked for, however many tell; its address is a secret until then, and gone after', async () => {
  const stored = await storeMigration();
  const address = newAddress();
  const { created, subscription } = await subscribe(stored, address);
  expect({ created, state: subscription.state }).toEqual({ created: true, state: 'open' });
  expect(await subscribe(stored, address)).toMatchObject({ created: false, subscription: { id: subscription.id } });
  expect(await secretsOf(stored)).toEqual([callbackSecretName(stored.id, subscription.id)]);
  expect(JSON.stringify(await readCallbacks(stored.id))).not.toContain('a-right');

  await callBack(stored.id);
  expect(callsOf(address)).toEqual([]); // nothing is asked for yet
  expect(await isEverybodyCalled(stored.id)).toBe(false);

  await askForApproval(stored);
  await Promise.all(Array.from({ length: 4 }, () => callBack(stored.id)));
  const asked = (await stored.events()).filter(({ type }) => type === eventTypes.overwriteApprovalRequested);
  expect(callsOf(address)).toEqual(asked);
  await callBack(stored.id);
  expect(callsOf(address)).toHaveLength(1);
  expect(await readCallbacks(stored.id)).toMatchObject([{ state: 'called', eventId: asked[0]?.id, hasSecret: false }]);
  expect(await secretsOf(stored)).toEqual([]);
  expect(await isEverybodyCalled(stored.id)).toBe(true);
});

test('whoever subscribes while the wait is open is told by the next round; a wait that ended is told to nobody, the end of the migration is', async () => {
  const stored = await storeMigration();
  await askForApproval(stored);
  const [inTime, late] = [newAddress(), newAddress()];
  await subscribe(stored, inTime);
  await callBack(stored.id);
  expect(callsOf(inTime)).toMatchObject([{ type: eventTypes.overwriteApprovalRequested }]);

  await subscribe(stored, late);
  await decideApproval(stored.id, 1, { decision: 'cancel', by: 'somebody else' });
  await callBack(stored.id);
  expect(callsOf(late)).toEqual([]);
  await seal(stored.id, undefined);
  await recordOutcome(stored.id);
  await callBack(stored.id);
  expect(callsOf(late)).toMatchObject([{ type: eventTypes.migrationStatusChanged, data: { state: 'Canceled', isTerminal: true } }]);
  expect(callsOf(inTime)).toHaveLength(1);
  await expect(subscribe(stored, newAddress())).rejects.toMatchObject({ code: 'OperationNotAllowed' });
});

test('a subscriber that fails is tried again later, one that is gone or redirects is given up, and what was taken back is not called', async () => {
  const stored = await storeMigration();
  const addresses = [newAddress(), newAddress()] as const;
  for (const address of addresses) await subscribe(stored, address);
  await unsubscribeAddress(stored.id, addresses[1]);
  await unsubscribeAddress(stored.id, addresses[1]); // none is success
  await askForApproval(stored);
  receiver.answer(503);
  expect(await callBack(stored.id)).toEqual(['callback to localhost: it answered with status 503.']);
  expect(callsOf(addresses[1])).toEqual([]);
  const [failed] = await readCallbacks(stored.id);
  expect(failed).toMatchObject({ state: 'open', attempts: 1, problem: 'it answered with status 503' });
  expect(new Date(String(failed?.nextAttemptOn)).getTime()).toBeGreaterThan(Date.now());
  expect(await callBack(stored.id)).toEqual([]); // not yet
  expect(callsOf(addresses[0])).toHaveLength(1);

  const others = [newAddress(), newAddress()] as const;
  const elsewhere = newAddress();
  await subscribe(stored, others[0]);
  receiver.answer(302, elsewhere);
  await callBack(stored.id);
  await subscribe(stored, others[1]);
  receiver.answer(410);
  await callBack(stored.id);
  expect(callsOf(elsewhere)).toEqual([]);
  const ends = (await readCallbacks(stored.id)).map(({ state, problem, hasSecret }) => [state, problem, hasSecret]);
  expect(ends.slice(1)).toEqual([
    ['failed', 'it answered with status 302, a redirect, which is not followed', false],
    ['failed', 'it answered with status 410', false],
  ]);
});

describe('in Azure, where callbacks go to the internet only', () => {
  const local = config;
  const inAzure = (hosts: string[]) => Object.assign(local(), { development: false, callbackHosts: hosts });
  afterEach(() => Object.assign(local(), { development: true, callbackHosts: ['localhost', '127.0.0.1'] }));
  const answering = (...answers: string[][]): Resolve & { asked: number } =>
    Object.assign(
      ((_host, _options, callback) => {
        const answer = answers[resolve.asked++] ?? [];
        callback(
          null,
          answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        );
      }) as Resolve,
      { asked: 0 },
    );
  let resolve = answering();

  test.each([
    'http://prod.logic.azure.com/x',
    'https://user:word@prod.logic.azure.com/x',
    'https://prod.logic.azure.com:8443/x',
    'https://evil.example.com/x',
    'https://logic.azure.com.evil.example/x',
    'https://localhost/x',
    'https://127.1/x',
    'https://10.0.0.4/x',
    'https://169.254.169.254/metadata',
    'https://[::1]/x',
    'https://[::ffff:10.0.0.4]/x',
    'https://[fd00::1]/x',
    'not an address',
  ])('%s is refused without a question to a name server', async (address) => {
    inAzure(['*.logic.azure.com', '10.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '::/0', 'localhost']);
    resolve = answering(['20.1.2.3']);
    expect(await postCallback(address, '{}', resolve)).toMatchObject({ kind: 'refused' });
    expect(resolve.asked).toBe(0);
    await expect(subscribe(await storeMigration(), address)).rejects.toMatchObject({
      code: 'InvalidParameter',
      extra: { target: 'callbackUrl' },
    });
  });

  test.each([['127.0.0.1'], ['10.1.2.3'], ['192.168.1.1'], ['169.254.169.254'], ['168.63.129.16'], ['fe80::1'], ['::ffff:127.0.0.1']])(
    'a name that is allowed but leads to %s is refused, also beside a public address',
    async (inside) => {
      inAzure(['*.logic.azure.com']);
      resolve = answering(['20.1.2.3', inside]);
      expect(await postCallback('https://prod.logic.azure.com/x', '{}', resolve)).toMatchObject({
        kind: 'refused',
        reason: expect.stringContaining('inside a network'),
      });
    },
  );

  test('a name whose answer changes between the checks is judged by the one that is connected to; it is asked for once', async () => {
    inAzure(['*.logic.azure.com']);
    resolve = answering(['127.0.0.1'], ['20.1.2.3']); // public when it subscribed, ours at the call
    const answer = await postCallback('https://prod.logic.azure.com/x', '{}', resolve);
    expect(answer).toMatchObject({ kind: 'refused' });
    expect(resolve.asked).toBe(1);
    Object.assign(local(), { development: true, callbackHosts: ['prod.logic.azure.com'] });
    const { port } = new URL(receiver.origin);
    resolve = answering(['127.0.0.1'], ['20.1.2.3']);
    // The certificate is not one for that name, so the call ends there: at the address of the only answer, with the name still checked.
    expect(await postCallback(`https://prod.logic.azure.com:${port}/x`, '{}', resolve)).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining("does not match certificate's altnames"),
    });
    expect(resolve.asked).toBe(1);
  });
});
