// How a command ends that waited for a migration.

import type { Overview } from '../client/answers';
import type { Exit } from '../exit-codes';

const exits: Record<Overview['state'], Exit> = {
  Succeeded: 'ok',
  Failed: 'failed',
  ValidationFailed: 'failed',
  Canceled: 'canceled',
  WaitingForUserAction: 'waits',
  InProgress: 'error', // nobody stops to wait there
};

export const exitOf = ({ state }: Overview): Exit => exits[state];
