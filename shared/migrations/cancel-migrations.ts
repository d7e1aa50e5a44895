/** Cancels several migrations; what happens to one does not touch the others. */
import { Rejection, type RejectionCode, rejectionStatus } from '../domain/rejections';
import { cancelMigration } from './cancel-migration';
import { findMigrationById } from './find-migration';
import type { DurablePort } from './types';

export interface CancelAnswer {
  id: string;
  /** Null: there is no such migration. */
  name: string | null;
  /** As DELETE of this migration alone would answer: 200, 404, 409. */
  status: number;
  error?: { code: RejectionCode; message: string };
}

/** Each costs some ten requests to the store. */
const atOnce = 8;

/** In the order of the ids. Repeating changes nothing. */
export async function cancelMigrations(ids: string[], by: string | undefined, durable: DurablePort): Promise<CancelAnswer[]> {
  const answers: CancelAnswer[] = [];
  for (let start = 0; start < ids.length; start += atOnce) {
    answers.push(...(await Promise.all(ids.slice(start, start + atOnce).map((id) => cancelOne(id, by, durable)))));
  }
  return answers;
}

async function cancelOne(id: string, by: string | undefined, durable: DurablePort): Promise<CancelAnswer> {
  try {
    const { record } = await cancelMigration(id, by, durable);
    return { id, name: record.name, status: 200 };
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    const { code, message } = error;
    const name = (await findMigrationById(id))?.record.name ?? null;
    return { id, name, status: rejectionStatus[code], error: { code, message } };
  }
}
