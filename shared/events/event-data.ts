/**
 * What each type of event says beyond what all of them say: the source of the JSON schemas. Within a version only additions are made, so objects
 * are open, and so are sets of words that may grow (sub-states, codes, actions).
 */
import { z } from 'zod';
import type { ErrorCode } from '../domain/error-codes';
import { errorCodes } from '../domain/error-codes';
import { type EventContent, type EventType, eventTypes } from '../domain/events';
import { cleanUpKinds } from '../domain/migration';
import { migrationActions } from '../domain/state-machine';
import { databaseStates, migrationStates, subStates } from '../domain/states';

/** Typed as the words of today, so that the compiler compares with the domain; a subscriber must take others, too: they are examples only. */
const words = <const Word extends string>(today: readonly Word[], description: string): z.ZodType<Word> =>
  z.string().meta({ description, examples: [...today] }) as unknown as z.ZodType<Word>;

const time = z.string().meta({ format: 'date-time', description: 'ISO 8601 in UTC.' });
const count = z.int().nonnegative();
const bytes = count.describe('Bytes.');
const code = words(Object.keys(errorCodes) as ErrorCode[], 'What is wrong. New codes may come.');

const error = z
  .object({
    code,
    message: z.string(),
    hint: z.string().describe('What to do about it.'),
    owner: z.enum(['customer', 'service']).describe('Who can do it.'),
    retryable: z.boolean().describe('Whether a new migration can succeed without a change.'),
    objects: z.array(z.string()).optional().describe('The objects concerned, by their quoted names.'),
  })
  .describe('Why it failed.');

const existingDatabase = z
  .object({
    name: z.string(),
    oid: count,
    fingerprint: z.string().describe('Changes when the database changes.'),
    sizeBytes: bytes,
    tables: count,
    lastActivity: z.string().optional(),
    activeConnections: count,
  })
  .describe('A database of the target that would be replaced.');

const outcome = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('decided'),
      decision: z.enum(['answered', 'overwrite', 'cancel', 'changed']),
      by: z.string().optional().describe('Who decided.'),
      reason: z.string().optional(),
    }),
    z.object({ kind: z.literal('begun') }),
    z.object({ kind: z.literal('expired') }),
    z.object({ kind: z.literal('cancelled') }),
  ])
  .describe('How the wait for the approval ended.');

/** What every event says about its migration, as it stands after the change: each can be understood without an earlier one. */
export const commonData = {
  migrationId: z.string(),
  migrationName: z.string(),
  sourceServer: z.string().describe('As the caller named it: a resource id, or host:port@user.'),
  attempt: z.int().positive(),
  engine: words(['direct', 'dms'], 'What copies the data.'),
  mode: z.literal('offline'),
  state: z.enum(migrationStates),
  substate: words(subStates, 'New sub-states may come.'),
  isTerminal: z.boolean().describe('Whether the migration has ended.'),
  allowedActions: z.array(words(migrationActions, 'New actions may come.')),
  links: z.object({ self: z.url().describe('The migration in the API of this service.') }),
};

const migrationStatusChanged = z.object({
  previousState: z.enum(migrationStates).optional().describe('Absent in the first event.'),
  previousSubstate: words(subStates, 'Absent in the first event.').optional(),
  error: error.optional(),
  cleanup: words(
    ['None', 'Pending', 'Completed'],
    'In the terminal event: whether everything that the migration created is gone.',
  ).optional(),
});

const databaseStatusChanged = z.object({
  database: z.string(),
  number: count.describe('Its place in the migration, from 0.'),
  previousState: z.enum(databaseStates),
  databaseState: z.enum(databaseStates),
  error: error.optional(),
});

const overwriteApprovalRequested = z.object({
  approvalId: z.string(),
  expiresAt: time,
  fingerprint: z.string().describe('To be sent as If-Match with the decision.'),
  databases: z.array(existingDatabase),
  decisionUrl: z.url().describe('POST {"decision": ...} here, with a token.'),
  allowedDecisions: z.array(words(['overwrite', 'cancel'], 'New decisions may come.')),
});

const overwriteApprovalDecided = z.object({ approvalId: z.string(), outcome });

const cleanupCompleted = z.object({
  cleanup: z.literal('Completed'),
  removed: count.describe('How many things were removed or never came to be.'),
  items: z.array(
    z.object({
      kind: words([...cleanUpKinds], 'New kinds may come.'),
      name: z.string().describe('Resources of Azure by their id.'),
      fate: z.enum(['removed', 'absent', 'left']),
    }),
  ),
});

const copied = { bytesCopied: bytes, bytesTotal: bytes };

const migrationProgress = z.object({
  databases: z.array(z.object({ name: z.string(), ...copied, tablesDone: count, tablesTotal: count })),
  ...copied,
  bytesPerSecond: count.optional().describe('Over the last seconds, on the wire; absent while nothing is copied.'),
  etaSeconds: z.number().nonnegative().nullable().describe('Seconds that are left, null while nobody can tell.'),
});

const validationCompleted = z.object({
  status: z.enum(['Succeeded', 'Warning', 'Failed']),
  findings: z.array(
    z.object({
      code,
      severity: words(['error', 'warning', 'information'], 'New ones may come.'),
      message: z.string(),
      database: z.string().optional(),
    }),
  ),
});

/** By type, version included. A type of the domain that is missing here does not compile. */
export const ownData = {
  [eventTypes.migrationStatusChanged]: migrationStatusChanged,
  [eventTypes.databaseStatusChanged]: databaseStatusChanged,
  [eventTypes.overwriteApprovalRequested]: overwriteApprovalRequested,
  [eventTypes.overwriteApprovalDecided]: overwriteApprovalDecided,
  [eventTypes.cleanupCompleted]: cleanupCompleted,
  [eventTypes.migrationProgress]: migrationProgress,
  [eventTypes.validationCompleted]: validationCompleted,
} satisfies { [Type in EventType]: z.ZodType<Extract<EventContent, { type: Type }>['data']> };
