/** The tabs of the wizard in their order, and which fields each has. */
import type { Draft } from './draft';

export const tabs = ['setup', 'source', 'target', 'networking', 'review'] as const;
export type Tab = (typeof tabs)[number];

export const tabTitles: Record<Tab, string> = {
  setup: 'Setup',
  source: 'Source',
  target: 'Target',
  networking: 'Networking',
  review: 'Review + create',
};

export const fieldsOf: Record<Tab, readonly (keyof Draft)[]> = {
  setup: ['name', 'resourceGroupId', 'clientId', 'tenantId', 'aadSecret'],
  source: ['sourceId', 'sourceAddress', 'sourcePassword', 'databases'],
  target: ['targetPassword'],
  networking: ['subnetId'],
  review: [],
};
