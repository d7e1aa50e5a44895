// Operations of services that take a while.
import { longRunning } from '../long-running';

export const { begin: beginOperation, operations: followingOperations } = longRunning('Microsoft.DataMigration', 'operationStatuses');
