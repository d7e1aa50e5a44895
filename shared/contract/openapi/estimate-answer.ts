/** What `POST /api/estimate` answers with, as a schema. */
import { z } from 'zod';

const bytes = z.int().min(0);
const count = z.int().min(0);
const seconds = z.number().min(0);
const megabytesPerSecond = z.number().min(0).nullable();

const duration = z.strictObject({
  seconds: seconds.meta({ description: 'What is most likely.' }),
  from: seconds,
  to: seconds,
});

export const estimateAnswer = z
  .strictObject({
    databases: z.array(
      z.strictObject({
        name: z.string(),
        sizeBytes: bytes,
        tables: count,
        indexes: count,
        duration: duration.meta({ description: 'Until this database is in place, beside the others.' }),
        largest: z.array(
          z.strictObject({
            table: z.string(),
            bytes: bytes.meta({ description: 'With its indexes.' }),
            share: z.number().meta({ description: "Of the database's bytes." }),
            seconds: seconds.meta({ description: 'Copy, proof and indexes, one after the other.' }),
          }),
        ),
      }),
    ),
    total: duration.meta({ description: 'From the beginning of the copy until every database is in place.' }),
    criticalPath: z.strictObject({
      text: z.string().meta({ description: 'What most of it is: where a change would help.' }),
      steps: z.array(
        z.strictObject({
          database: z.string(),
          kind: z.enum(['begin', 'schema', 'copy', 'proof', 'index', 'foreignKey', 'refresh', 'largeObjects', 'finish']),
          object: z.string().optional(),
          seconds,
        }),
      ),
    }),
    peakStorageBytes: bytes.meta({ description: 'On the target, at most.' }),
    measured: z
      .strictObject({
        copyOutMBps: megabytesPerSecond,
        copyInMBps: megabytesPerSecond.meta({ description: 'Out of the source and into the target.' }),
        indexMBps: megabytesPerSecond.meta({ description: 'Of the indexes built.' }),
        proofMBps: megabytesPerSecond.meta({ description: 'Read back from the target.' }),
        connectionMs: z.number().min(0).nullable(),
        sampledBytes: bytes,
        seconds: seconds.meta({ description: 'What the estimate itself took.' }),
      })
      .meta({ description: 'Null: not measured. A megabyte is a million bytes.' }),
    specification: z.strictObject({
      sizeBytes: bytes,
      seconds: seconds.meta({ description: "The specification's own table at this size." }),
      table: z.array(z.strictObject({ sizeBytes: bytes, seconds })),
    }),
    assumptions: z.array(z.string()),
    warnings: z.array(z.string()).meta({ description: 'What kept the estimate from being better.' }),
  })
  .meta({ id: 'Estimate' });
