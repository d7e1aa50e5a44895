// The function app on its plan: Flex Consumption, or Elastic Premium.

import { identity, privateAccess } from 'types.bicep'

param name string
param location string
param tags object
param serviceIdentity identity
param private privateAccess
param workspaceId string

@description('Subnet that it reaches servers from, delegated to Microsoft.App/environments (Flex Consumption) or Microsoft.Web/serverFarms (Premium).')
param subnetId string

@allowed(['FlexConsumption', 'ElasticPremium'])
param plan string

@allowed(['EP1', 'EP2', 'EP3'])
param premiumSku string

param instanceMemoryMB int
param maximumInstanceCount int
param alwaysReadyInstances int

@description('Address of the blob container that the package is deployed to.')
param packageContainerUrl string

@description('App settings that both plans have in common.')
param settings object

var isFlex = plan == 'FlexConsumption'
var isPrivate = !empty(private.subnetId)
var nodeVersion = '22'

resource hosting 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: isFlex ? 'functionapp' : 'elastic'
  sku: isFlex ? { name: 'FC1', tier: 'FlexConsumption' } : { name: premiumSku, tier: 'ElasticPremium' }
  properties: {
    reserved: true
    maximumElasticWorkerCount: isFlex ? null : min(maximumInstanceCount, 100)
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: 'func-${name}'
  location: location
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${serviceIdentity.id}': {} } }
  properties: {
    serverFarmId: hosting.id
    httpsOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    virtualNetworkSubnetId: subnetId
    outboundVnetRouting: { allTraffic: true }
    keyVaultReferenceIdentity: serviceIdentity.id
    functionAppConfig: isFlex
      ? {
          runtime: { name: 'node', version: nodeVersion }
          deployment: {
            storage: {
              type: 'blobContainer'
              value: packageContainerUrl
              authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: serviceIdentity.id }
            }
          }
          scaleAndConcurrency: {
            instanceMemoryMB: instanceMemoryMB
            maximumInstanceCount: maximumInstanceCount
            alwaysReady: alwaysReadyInstances == 0
              ? []
              : [
                  { name: 'http', instanceCount: alwaysReadyInstances }
                  { name: 'durable', instanceCount: alwaysReadyInstances }
                ]
          }
        }
      : null
    siteConfig: union(
      {
        minTlsVersion: '1.2'
        scmMinTlsVersion: '1.2'
        ftpsState: 'Disabled'
        http20Enabled: true
      },
      isFlex
        ? {}
        : {
            linuxFxVersion: 'Node|${nodeVersion}'
            minimumElasticInstanceCount: max(alwaysReadyInstances, 1)
            // Else a plan in a virtual network does not see Durable Functions' queues grow.
            functionsRuntimeScaleMonitoringEnabled: true
          }
    )
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(
      settings,
      isFlex
        ? {}
        : {
            FUNCTIONS_EXTENSION_VERSION: '~4'
            FUNCTIONS_WORKER_RUNTIME: 'node'
            // From the container and not from Azure Files, which needs a key of the storage account.
            WEBSITE_RUN_FROM_PACKAGE: '${packageContainerUrl}/pg-flex-migrator.zip'
            WEBSITE_RUN_FROM_PACKAGE_BLOB_MI_RESOURCE_ID: serviceIdentity.id
          }
    )
  }

  // Deployment takes identities only, no user name with password.
  resource ftpPasswords 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scmPasswords 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

// What the host says before Application Insights hears of it.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: app
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'FunctionAppLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

module endpoint 'private-endpoint.bicep' = if (isPrivate) {
  name: 'function-app-endpoint'
  params: {
    name: 'pep-${name}-api'
    location: location
    tags: tags
    targetId: app.id
    groupId: 'sites'
    subnetId: private.subnetId
    zoneIds: empty(private.zoneIds) ? [] : [private.zoneIds.sites]
  }
}

output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
