// The storage account: migrations and reports, Durable Functions' state, the deployed package. Opened by identity only.

import { identity, privateAccess } from 'types.bicep'
import { roles } from 'roles.bicep'

@minLength(3)
@maxLength(24)
param name string
param location string
param tags object
param serviceIdentity identity
param private privateAccess
param workspaceId string

@description('How often the data is stored, and where.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param redundancy string

@description('Container of the deployed package.')
param packageContainer string

var isPrivate = !empty(private.subnetId)

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    supportsHttpsTrafficOnly: true
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: { defaultAction: isPrivate ? 'Deny' : 'Allow', bypass: 'None' }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: { deleteRetentionPolicy: { enabled: true, days: 7 } }

    resource packages 'containers' = {
      name: packageContainer
      properties: { publicAccess: 'None' }
    }
  }

  resource tables 'tableServices' = {
    name: 'default'
  }

  resource queues 'queueServices' = {
    name: 'default'
  }
}

// Durable Functions reads and writes all the time; what an audit asks for is who deleted.
var audited = {
  logs: [{ category: 'StorageDelete', enabled: true }]
  metrics: [{ category: 'Transaction', enabled: true }]
}

resource blobLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account::blobs
  name: 'to-workspace'
  properties: { workspaceId: workspaceId, logs: audited.logs, metrics: audited.metrics }
}

resource tableLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account::tables
  name: 'to-workspace'
  properties: { workspaceId: workspaceId, logs: audited.logs, metrics: audited.metrics }
}

resource queueLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account::queues
  name: 'to-workspace'
  properties: { workspaceId: workspaceId, metrics: audited.metrics }
}

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [roles.storageTableDataContributor, roles.storageBlobDataContributor, roles.storageQueueDataContributor]: {
    scope: account
    name: guid(account.id, serviceIdentity.id, role)
    properties: {
      principalId: serviceIdentity.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

module endpoints 'private-endpoint.bicep' = [
  for part in (isPrivate ? ['blob', 'table', 'queue'] : []): {
    name: 'storage-endpoint-${part}'
    params: {
      name: 'pep-${name}-${part}'
      location: location
      tags: tags
      targetId: account.id
      groupId: part
      subnetId: private.subnetId
      zoneIds: empty(private.zoneIds) ? [] : [private.zoneIds[part]]
    }
  }
]

output name string = account.name
output blobEndpoint string = account.properties.primaryEndpoints.blob
output tableEndpoint string = account.properties.primaryEndpoints.table
output queueEndpoint string = account.properties.primaryEndpoints.queue
output packageContainerUrl string = '${account.properties.primaryEndpoints.blob}${packageContainer}'
