// Logs and metrics: one Log Analytics workspace, Application Insights on it, written to by identity only.

import { identity, privateAccess } from 'types.bicep'
import { roles } from 'roles.bicep'

param name string
param location string
param tags object
param serviceIdentity identity
param private privateAccess

@description('A workspace that is there already; empty: one of its own.')
param workspaceId string

@description('Days, of the workspace of its own.')
param retentionDays int

var isPrivate = !empty(private.subnetId)
var access = isPrivate ? 'Disabled' : 'Enabled'

resource ownWorkspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = if (empty(workspaceId)) {
  name: 'log-${name}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    features: { disableLocalAuth: true }
    publicNetworkAccessForIngestion: access
    // People look at logs from where they are, with their own identity.
    publicNetworkAccessForQuery: 'Enabled'
  }
}

var usedWorkspaceId = empty(workspaceId) ? ownWorkspace.id : workspaceId

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${name}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: usedWorkspaceId
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
    publicNetworkAccessForIngestion: access
    publicNetworkAccessForQuery: 'Enabled'
  }
}

resource mayWrite 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, serviceIdentity.id, roles.monitoringMetricsPublisher)
  properties: {
    principalId: serviceIdentity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.monitoringMetricsPublisher
    )
  }
}

// Azure Monitor has one private way in for all its resources.
resource linkScope 'Microsoft.Insights/privateLinkScopes@2021-09-01' = if (isPrivate) {
  name: 'ampls-${name}'
  location: 'global'
  tags: tags
  // Open: other resources of Azure Monitor stay reachable from this network as they were.
  properties: { accessModeSettings: { ingestionAccessMode: 'Open', queryAccessMode: 'Open' } }

  resource component 'scopedResources' = {
    name: 'insights'
    properties: { linkedResourceId: insights.id }
  }

  // A workspace of others has its own way.
  resource workspace 'scopedResources' = if (empty(workspaceId)) {
    name: 'workspace'
    properties: { linkedResourceId: usedWorkspaceId }
  }
}

module endpoint 'private-endpoint.bicep' = if (isPrivate) {
  params: {
    name: 'pep-${name}-monitor'
    location: location
    tags: tags
    targetId: linkScope.id
    groupId: 'azuremonitor'
    subnetId: private.subnetId
    zoneIds: empty(private.zoneIds)
      ? []
      : [
          private.zoneIds.monitor
          private.zoneIds.monitorOms
          private.zoneIds.monitorOds
          private.zoneIds.monitorAgents
          private.zoneIds.blob
        ]
  }
  dependsOn: [linkScope::component, linkScope::workspace]
}

output workspaceId string = usedWorkspaceId
output insightsId string = insights.id
@description('An address and a key that opens nothing: writing needs the identity.')
output connectionString string = insights.properties.ConnectionString
