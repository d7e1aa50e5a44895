// The Event Grid topic that gets every event too, for subscribers that need no order.

import { identity, privateAccess } from 'types.bicep'
import { roles } from 'roles.bicep'

@minLength(3)
@maxLength(50)
param name string
param location string
param tags object
param serviceIdentity identity
param private privateAccess
param workspaceId string

var isPrivate = !empty(private.subnetId)

resource topic 'Microsoft.EventGrid/topics@2025-02-15' = {
  name: name
  location: location
  tags: tags
  properties: {
    inputSchema: 'CloudEventSchemaV1_0'
    disableLocalAuth: true
    minimumTlsVersionAllowed: '1.2'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: topic
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'DeliveryFailures', enabled: true }, { category: 'PublishFailures', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: topic
  name: guid(topic.id, serviceIdentity.id, roles.eventGridDataSender)
  properties: {
    principalId: serviceIdentity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.eventGridDataSender)
  }
}

module endpoint 'private-endpoint.bicep' = if (isPrivate) {
  name: 'event-grid-endpoint'
  params: {
    name: 'pep-${name}'
    location: location
    tags: tags
    targetId: topic.id
    groupId: 'topic'
    subnetId: private.subnetId
    zoneIds: empty(private.zoneIds) ? [] : [private.zoneIds.topic]
  }
}

output endpoint string = topic.properties.endpoint
