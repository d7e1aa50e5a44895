/** Azure Database Migration Service is made in a subnet, and reaches both servers from there. */
import type { PrerequisiteRule } from './prerequisite-rule';

export const dmsSubnetMissing: PrerequisiteRule = {
  code: 'DMS_SUBNET_MISSING',
  severity: 'error',
  check({ engine, subnetId }) {
    if (engine !== 'dms' || subnetId) return [];
    return [{ message: 'The engine dms needs a subnet from which it reaches both servers, and the request names none.' }];
  },
};
