// The vault that holds the credentials of migrations while they run: nothing else is kept in it, and nobody else has a role on it.

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

@description('Deleted secrets cannot be purged before their retention ends, by anybody. It cannot be switched off again.')
param purgeProtection bool

@description('Days that a deleted secret can be recovered, where the service could not purge it.')
@minValue(7)
@maxValue(90)
param softDeleteDays int

var isPrivate = !empty(private.subnetId)

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: softDeleteDays
    enablePurgeProtection: purgeProtection ? true : null // false is refused by Azure
    enabledForDeployment: false
    enabledForDiskEncryption: false
    enabledForTemplateDeployment: false
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: { defaultAction: isPrivate ? 'Deny' : 'Allow', bypass: 'None' }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, serviceIdentity.id, roles.keyVaultSecretsOfficer)
  properties: {
    principalId: serviceIdentity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsOfficer)
  }
}

module endpoint 'private-endpoint.bicep' = if (isPrivate) {
  name: 'key-vault-endpoint'
  params: {
    name: 'pep-${name}'
    location: location
    tags: tags
    targetId: vault.id
    groupId: 'vault'
    subnetId: private.subnetId
    zoneIds: empty(private.zoneIds) ? [] : [private.zoneIds.vault]
  }
}

output url string = vault.properties.vaultUri
