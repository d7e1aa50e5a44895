/** PUT of a migration: accepted and claimed in one transaction, then its secrets, then visible, then started (DESIGN 3). */
import { createHash, randomUUID } from 'node:crypto';
import { setSecret } from '../azure/key-vault';
import { eventTypes } from '../domain/events';
import { rowKeys } from '../domain/keys';
import type { CleanUpItem, ControlRow, DatabaseRecord, MigrationRecord, MigrationSecrets } from '../domain/migration';
import { type SecretPurpose, secretName } from '../domain/names';
import { Rejection } from '../domain/rejections';
import { secretsExpireOn } from '../domain/secrets-expire-on';
import { steps } from '../domain/states';
import { cleanUpItem } from '../state/clean-up-ledger';
import { announce, partitionOf, unannounce } from '../state/locate';
import { type Rows, transact } from '../state/transact';
import { appendEvent, recordIn } from '../state/transition';
import { removeSecrets } from './accepting';
import { claimDatabases } from './claim-databases';
import { readView } from './find-migration';
import type { DurablePort, MigrationView, NewMigration, Precondition } from './types';

/** Seconds after which a refused PUT may succeed: the other one is finished or given up by then. */
const retryAfterSeconds = 10;

type Accepted = { kind: 'accepted'; migrationId: string } | { kind: 'same'; migrationId: string };

/**
 * Creates a migration, or finds that the same one exists (`created: false`). Every step can be repeated by the same request; killed before
 * the migration is visible, nothing of it can be seen, and the reconciler removes what is left.
 */
export async function createMigration(
  input: NewMigration,
  durable: DurablePort,
  precondition: Precondition = () => undefined,
): Promise<{ created: boolean; view: MigrationView }> {
  const partition = partitionOf(input.target);
  const migrationId = randomUUID();
  const now = new Date();
  await announce(migrationId, partition, now);
  let accepted: Accepted | undefined;
  try {
    accepted = await transact(partition, (rows) => accept(rows, input, migrationId, now, precondition));
  } finally {
    if (accepted?.migrationId !== migrationId) await unannounce(migrationId, now);
  }
  if (accepted.kind === 'same') return { created: false, view: await viewOf(partition, accepted.migrationId) };
  await storeSecrets(accepted.migrationId, input);
  if (!(await transact(partition, (rows) => makeVisible(rows, accepted.migrationId)))) {
    await removeSecrets(accepted.migrationId); // given up by the reconciler while this request was under way
    throw beingAccepted(input.name);
  }
  await durable.start(accepted.migrationId);
  return { created: true, view: await viewOf(partition, accepted.migrationId) };
}

async function accept(rows: Rows, input: NewMigration, migrationId: string, now: Date, precondition: Precondition): Promise<Accepted> {
  const holder = await rows.get<{ migrationId: string }>(rowKeys.name(input.name));
  const contentHash = hashOf(input);
  if (!holder) precondition(undefined);
  else {
    const other = await recordIn(rows, holder.migrationId);
    precondition(other.visibility === 'Visible' ? await rows.etag(rowKeys.record(other.id)) : undefined);
    const same = other.contentHash === contentHash;
    if (other.visibility === 'Visible' && same) return { kind: 'same', migrationId: other.id };
    if (other.visibility === 'Accepting' && same) return { kind: 'accepted', migrationId: other.id };
    if (other.visibility !== 'Visible') throw beingAccepted(input.name);
    throw new Rejection(
      'MigrationNameInUse',
      `The target server has a migration '${other.name}' with other content (state ${other.state}). Choose another name, or delete that one first.`,
      { target: 'name' },
    );
  }
  await claimDatabases(rows, input.request.databases, { migrationId, migrationName: input.name });
  const record: MigrationRecord = {
    id: migrationId,
    name: input.name,
    target: input.target,
    visibility: 'Accepting',
    request: input.request,
    contentHash,
    standingOverwrite: input.request.overwriteDatabases,
    state: 'InProgress',
    subState: 'PerformingPreRequisiteSteps',
    lastStep: steps.created,
    lastSequence: 0,
    createdOn: now.toISOString(),
    changedOn: now.toISOString(),
    cleanup: 'None',
    createdBy: input.by,
  };
  rows.put(rowKeys.record(migrationId), record);
  rows.put(rowKeys.name(input.name), { migrationId });
  rows.put(rowKeys.list(now, migrationId), { migrationId });
  rows.put(rowKeys.control(migrationId), { migrationId } satisfies ControlRow);
  input.request.databases.forEach((name, number) => {
    rows.put(rowKeys.database(migrationId, number), { migrationId, number, name, state: 'Queued' } satisfies DatabaseRecord);
  });
  for (const purpose of purposesOf(input.secrets)) {
    const item: CleanUpItem = cleanUpItem(migrationId, 'secret', secretName(migrationId, purpose));
    rows.put(rowKeys.cleanUp(migrationId, item.key), item);
  }
  return { kind: 'accepted', migrationId };
}

/** Step 3: the migration becomes visible with its first event. False: it was given up meanwhile. */
async function makeVisible(rows: Rows, migrationId: string): Promise<boolean> {
  const record = await recordIn(rows, migrationId);
  if (record.visibility === 'Visible') return true;
  if (record.visibility === 'Abandoned') return false;
  const now = new Date();
  const visible: MigrationRecord = { ...record, visibility: 'Visible', changedOn: now.toISOString() };
  appendEvent(rows, visible, now, { type: eventTypes.migrationStatusChanged, data: {} });
  return true;
}

const secretsByPurpose = (secrets: MigrationSecrets): Record<SecretPurpose, string | undefined> => ({
  'source-password': secrets.sourcePassword,
  'target-password': secrets.targetPassword,
  'aad-secret': secrets.aadSecret,
});

const purposesOf = (secrets: MigrationSecrets) =>
  (Object.entries(secretsByPurpose(secrets)) as [SecretPurpose, string | undefined][]).flatMap(([purpose, value]) =>
    value === undefined ? [] : [purpose],
  );

async function storeSecrets(migrationId: string, { secrets, request }: NewMigration): Promise<void> {
  const expiresOn = secretsExpireOn(request.migrationWindowStart, new Date());
  const values = secretsByPurpose(secrets);
  await Promise.all(purposesOf(secrets).map((purpose) => setSecret(secretName(migrationId, purpose), values[purpose] ?? '', expiresOn)));
}

/** Key order in the request's JSON must not make a difference. */
function hashOf({ request }: NewMigration): string {
  return createHash('sha256')
    .update(JSON.stringify(sortKeys(request)))
    .digest('hex');
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}

const beingAccepted = (name: string) =>
  new Rejection('MigrationBeingAccepted', `Another request for the migration '${name}' is under way. Try again.`, {
    target: 'name',
    retryAfterSeconds,
  });

async function viewOf(partition: string, migrationId: string): Promise<MigrationView> {
  const view = await readView(partition, migrationId);
  if (!view) throw new Error(`Migration ${migrationId} is not readable.`);
  return view;
}
