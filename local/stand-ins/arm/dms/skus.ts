// The service's price tiers.
export interface Sku {
  name: string;
  tier: string;
  size: string;
}

export const skus: Sku[] = [
  { name: 'Basic_1vCore', tier: 'Basic', size: '1 vCore' },
  { name: 'Standard_1vCore', tier: 'Standard', size: '1 vCore' },
  { name: 'Standard_2vCores', tier: 'Standard', size: '2 vCores' },
  { name: 'Standard_4vCores', tier: 'Standard', size: '4 vCores' },
  { name: 'Premium_4vCores', tier: 'Premium', size: '4 vCores' },
];
