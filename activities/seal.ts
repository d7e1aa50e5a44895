/** Fixes the outcome, once (DESIGN 3, Seal). */
import type { SealAnswer, SealInput } from '../shared/domain/durable-names';
import { seal as sealControl } from '../shared/state/control';

export async function seal({ migrationId, error }: SealInput): Promise<SealAnswer> {
  return { outcome: await sealControl(migrationId, error) };
}
