/** What the product's own routes answer with, as schemas: the OpenAPI document is made from them, and tests hold the encoders against them. */
import { z } from 'zod';
import { databaseStates, migrationStates, subStates } from '../../domain/states';
import { waitKinds } from '../../domain/waits';
import { owner, severity, timestamp } from './resource-answers';

const bytes = z.int().min(0);
const count = z.int().min(0);

const migrationError = z.strictObject({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  owner,
  retryable: z.boolean(),
  objects: z.array(z.string()).optional(),
});

const findings = z.array(
  z.strictObject({ ...migrationError.shape, severity, database: z.string().optional(), accepted: z.string().optional() }),
);

const cleanup = z.strictObject({
  state: z.enum(['None', 'Pending', 'Completed']),
  items: z.array(
    z.strictObject({
      kind: z.string(),
      name: z.string(),
      fate: z.enum(['removed', 'absent', 'left']),
      command: z.string().optional().meta({ description: 'Removes by hand what is left.' }),
    }),
  ),
});

const existingDatabase = z.looseObject({
  name: z.string(),
  oid: z.int(),
  sizeBytes: bytes,
  tables: count,
  lastActivity: timestamp.nullable().optional(),
  activeConnections: count,
});

const outcome = z.enum(['open', 'decided', 'begun', 'expired', 'cancelled']);

const tableProgress = z.strictObject({
  name: z.string(),
  state: z.enum(['queued', 'copying', 'proving', 'indexing', 'done', 'failed']),
  rows: count,
  bytes: bytes.meta({ description: 'On the wire.' }),
  sizeBytes: bytes.meta({ description: "On the source's disk." }),
  bytesPerSecond: bytes.optional(),
});

const bytesPerSecond = bytes.optional().meta({ description: 'Over the last seconds; absent while nothing is copied.' });
const etaSeconds = z.int().min(0).optional().meta({ description: 'Seconds that are left; absent while nobody can tell.' });

const serverMetadata = z
  .strictObject({ location: z.string(), version: z.string() })
  .optional()
  .meta({ description: 'Once the migration has looked at the server.' });

export const overview = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    target: z.string(),
    source: z.string(),
    sourceServer: serverMetadata,
    targetServer: serverMetadata,
    engine: z.string(),
    state: z.enum(migrationStates),
    subState: z.enum(subStates),
    error: migrationError.optional(),
    createdOn: timestamp,
    endedOn: timestamp.optional(),
    allowedActions: z.array(z.string()),
    bytesPerSecond,
    etaSeconds,
    databases: z.array(
      z.strictObject({
        name: z.string(),
        state: z.enum(databaseStates),
        cancelRequestedOn: timestamp.optional(),
        error: migrationError.optional(),
        bytesTotal: bytes,
        bytesCopied: bytes,
        tablesTotal: count,
        tablesDone: count,
        phase: z.string().optional(),
        bytesPerSecond,
        etaSeconds,
        tables: z.array(tableProgress).optional().meta({
          description: 'Of one migration: at most 50, those at work first, then the largest that wait, then those done last.',
        }),
      }),
    ),
    waits: z.array(
      z.strictObject({
        id: z.string(),
        kind: z.enum(waitKinds),
        state: outcome,
        expiresAt: timestamp,
        approvalId: z.string().optional(),
        databases: z.array(existingDatabase),
      }),
    ),
    cleanup,
    warnings: z.array(z.string()),
    findings: findings.optional().meta({ description: 'Of one migration: what pre-flight found.' }),
    nextSteps: z.array(z.string()),
  })
  .meta({ id: 'Overview' });

export const overviewList = z.strictObject({ value: z.array(overview), continuation: z.string().optional() }).meta({ id: 'OverviewList' });

export const approval = z
  .strictObject({
    approvalId: z.string(),
    state: outcome,
    openedOn: timestamp,
    expiresAt: timestamp,
    fingerprint: z.string().meta({ description: 'What If-Match of a decision must name: exactly this was shown.' }),
    databases: z.array(existingDatabase),
    decision: z.enum(['overwrite', 'cancel', 'answered', 'changed']).optional(),
    decidedBy: z.string().optional(),
    decidedOn: timestamp.optional(),
    reason: z.string().optional(),
  })
  .meta({ id: 'Approval' });

export const approvalList = z.strictObject({ value: z.array(approval) }).meta({ id: 'ApprovalList' });

export const approvalSubscription = z
  .strictObject({
    subscriptionId: z.string(),
    host: z.string().meta({ description: 'Of the callback address; the rest of it is kept as a secret.' }),
    state: z.enum(['open', 'called', 'failed']).meta({ description: 'Each is called once. `failed`: it could not be, and will not be.' }),
    createdOn: timestamp,
    endedOn: timestamp.optional(),
    attempts: count,
    problem: z.string().optional().meta({ description: 'Why the last attempt failed.' }),
  })
  .meta({ id: 'ApprovalSubscription' });

export const cancelAnswers = z
  .array(
    z.strictObject({
      id: z.string(),
      name: z.string().nullable(),
      status: z.int().meta({ description: 'As DELETE of this migration alone would answer: 200, 404, 409.' }),
      error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
    }),
  )
  .meta({ id: 'CancelAnswers' });

export const plan = z
  .strictObject({
    sizeBytes: bytes,
    migrations: z.array(
      z.strictObject({
        dbsToMigrate: z.array(z.string()),
        sizeBytes: bytes,
        databases: z.array(
          z.strictObject({ name: z.string(), sizeBytes: bytes.nullable().meta({ description: 'Null: the login may not ask.' }) }),
        ),
      }),
    ),
  })
  .meta({ id: 'Plan' });

const tableReport = z.looseObject({
  name: z.string(),
  rows: count,
  bytes,
  startedOn: timestamp,
  endedOn: timestamp,
  attempts: count,
  proof: z.strictObject({ algorithm: z.string(), source: z.string(), target: z.string(), result: z.string() }).optional(),
  differences: z
    .array(
      z.strictObject({
        kind: z.enum(['missing', 'extra', 'doubled', 'different']),
        key: z.string(),
        columns: z.array(z.string()).optional(),
      }),
    )
    .optional()
    .meta({ description: 'The first rows that differ, by their keys; keys are data of the database.' }),
});

const catalogComparison = z.strictObject({
  objects: z.record(z.string(), count).meta({ description: 'How many of each kind were compared.' }),
  differences: z.array(
    z.strictObject({
      kind: z.string(),
      object: z.string(),
      property: z.string().optional().meta({ description: 'Absent: the object is on one side only.' }),
      source: z.string().optional(),
      target: z.string().optional(),
      verdict: z.enum(['expected', 'accepted', 'defect']),
      reason: z.string(),
    }),
  ),
});

export const report = z
  .looseObject({
    id: z.string(),
    name: z.string(),
    target: z.string(),
    source: z.string(),
    engine: z.string(),
    state: z.enum(migrationStates),
    databases: z.array(
      z.looseObject({
        name: z.string(),
        state: z.enum(databaseStates),
        tables: z.array(tableReport),
        catalog: catalogComparison.optional(),
      }),
    ),
    warnings: z.array(z.string()),
    findings,
    cleanup,
  })
  .meta({ id: 'Report' });

export const events = z
  .array(
    z.looseObject({
      specversion: z.literal('1.0'),
      id: z.string(),
      type: z.string(),
      source: z.string(),
      subject: z.string(),
      time: timestamp,
      sequence: z.string(),
      data: z.looseObject({ migrationId: z.string() }),
    }),
  )
  .meta({ id: 'Events', description: 'CloudEvents 1.0 in their order.' });

export const health = z
  .looseObject({
    status: z.enum(['Healthy', 'Unhealthy']),
    dependencies: z.array(z.strictObject({ name: z.string(), ok: z.boolean(), message: z.string().optional() })),
  })
  .meta({ id: 'Health' });
