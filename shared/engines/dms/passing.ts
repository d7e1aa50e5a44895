// What went wrong for now: Azure or a server does not answer. It is tried again, for a limited number of times.
import { MigrationFailure } from '../../domain/error-codes';
import { isConnectionLoss } from '../../postgres/connection-failure';
import { tryAgain } from '../direct/interruptions';
import type { Advance, DatabaseJob } from '../engine';

/** Undefined: it does not pass, or it has happened too often. */
export async function passing(job: DatabaseJob, error: unknown): Promise<Extract<Advance, { kind: 'notYet' }> | undefined> {
  return mayPass(error) ? tryAgain(job) : undefined;
}

const mayPass = (error: unknown) =>
  isConnectionLoss(error) || (error instanceof MigrationFailure && error.error.code === 'ARM_UNAVAILABLE');
