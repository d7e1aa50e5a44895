// The one identity that the service runs as.

import { identity } from 'types.bicep'

param name string
param location string
param tags object

resource serviceIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

output identity identity = {
  id: serviceIdentity.id
  principalId: serviceIdentity.properties.principalId
  clientId: serviceIdentity.properties.clientId
}
