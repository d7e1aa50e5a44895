// What `npm start` tells of itself in endpoints.json, as far as it is used here (INTERFACES 3).

export interface LocalStack {
  api: string;
  caFile: string;
  /** The local Entra ID. */
  entra: string;
  tenantId: string;
  clientId: string;
  clientSecret: string;
  tokenScope: string;
  subscriptionId: string;
  resourceGroup: string;
}
