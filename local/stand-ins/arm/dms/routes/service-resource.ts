// A service as Resource Manager shows it.
import { serviceId } from '../resource-ids';
import { provisioningState, type Service } from '../state';

export function serviceResource(subscriptionId: string, service: Service) {
  const { name, location, kind, tags, sku, etag, virtualSubnetId } = service;
  return {
    id: serviceId(subscriptionId, service),
    name,
    type: 'Microsoft.DataMigration/services',
    location,
    kind,
    tags,
    etag,
    sku,
    properties: { provisioningState: provisioningState(service), virtualSubnetId },
  };
}
