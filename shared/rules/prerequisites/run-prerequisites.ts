// Runs every prerequisite rule, and tells what Azure did not answer, all at once.
import type { AzureLook, Read } from '../../azure/azure-look';
import type { MigrationError } from '../../domain/error-codes';
import { findingsOf, inOrder } from '../findings';
import type { Finding } from '../rule';
import { accessDenied } from './access-denied';
import { dmsSubnetMissing } from './dms-subnet-missing';
import { permissionMissing } from './permission-missing';
import type { PrerequisiteRule } from './prerequisite-rule';
import { providerNotRegistered } from './provider-not-registered';
import { providerUnknown } from './provider-unknown';
import { regionDiffers } from './region-differs';
import { resourceGroupMissing } from './resource-group-missing';
import { serverNotReady } from './server-not-ready';
import { sourceServerMissing } from './source-server-missing';
import { targetBurstable } from './target-burstable';
import { targetHasReplicas } from './target-has-replicas';
import { targetHighAvailability } from './target-high-availability';
import { targetIsReplica } from './target-is-replica';
import { targetServerMissing } from './target-server-missing';

/** In the order in which findings are shown. */
export const prerequisiteRules: readonly PrerequisiteRule[] = [
  sourceServerMissing,
  targetServerMissing,
  serverNotReady,
  targetIsReplica,
  permissionMissing,
  accessDenied,
  resourceGroupMissing,
  dmsSubnetMissing,
  providerNotRegistered,
  providerUnknown,
  targetBurstable,
  targetHighAvailability,
  targetHasReplicas,
  regionDiffers,
];

export function runPrerequisites(look: AzureLook): Finding[] {
  return inOrder([...unanswered(look), ...prerequisiteRules.flatMap((rule) => findingsOf(rule, rule.check(look)))]);
}

/** Calls that failed otherwise than by a denial, which is the rules' matter; those of one kind are one finding. */
function unanswered({ source, target, scopes, resourceGroup, provider }: AzureLook): Finding[] {
  const reads: (Read<unknown> | undefined)[] = [
    source?.server,
    target.server,
    ...scopes.map(({ grants }) => grants),
    resourceGroup?.exists,
    provider?.registration,
  ];
  const errors = reads
    .flatMap((read) => (read?.kind === 'failed' ? [read.failure.error] : []))
    .filter(({ code }) => code !== 'ARM_ACCESS_DENIED');
  return [...new Set(errors.map(({ code }) => code))].map((code) => ({
    ...together(errors.filter((error) => error.code === code)),
    severity: 'error',
  }));
}

function together([first, ...more]: MigrationError[]): MigrationError {
  if (!first) throw new Error('No error to tell.');
  return more.length ? { ...first, message: `${first.message} ${more.length} more of its answers failed alike.` } : first;
}
