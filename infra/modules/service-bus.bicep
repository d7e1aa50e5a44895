// The bus that every status event goes to: a topic that drops doubles, a plain subscription and one that keeps the order of each migration.

import { identity, privateAccess } from 'types.bicep'
import { roles } from 'roles.bicep'

@minLength(6)
@maxLength(50)
param name string
param location string
param tags object
param serviceIdentity identity
param private privateAccess
param workspaceId string
param topicName string

var isPrivate = !empty(private.subnetId)

// What is not delivered for good is a dead letter and an alert. Old events nobody asked for are not: they expire.
var subscription = {
  lockDuration: 'PT5M'
  maxDeliveryCount: 10
  deadLetteringOnMessageExpiration: false
  deadLetteringOnFilterEvaluationExceptions: true
}

resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  // Private endpoints are Premium's.
  sku: isPrivate ? { name: 'Premium', tier: 'Premium', capacity: 1 } : { name: 'Standard', tier: 'Standard' }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  }

  resource topic 'topics' = {
    name: topicName
    properties: {
      requiresDuplicateDetection: true
      // Longer than an event is ever tried again while its migration runs.
      duplicateDetectionHistoryTimeWindow: 'PT2H'
      defaultMessageTimeToLive: 'P14D'
    }

    resource all 'subscriptions' = {
      name: 'all'
      properties: union(subscription, { requiresSession: false })
    }

    // A session is a migration: its events come one after another, in order.
    resource ordered 'subscriptions' = {
      name: 'ordered'
      properties: union(subscription, { requiresSession: true })
    }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: bus
  name: 'to-workspace'
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: bus::topic
  name: guid(bus::topic.id, serviceIdentity.id, roles.serviceBusDataSender)
  properties: {
    principalId: serviceIdentity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
  }
}

module endpoint 'private-endpoint.bicep' = if (isPrivate) {
  name: 'service-bus-endpoint'
  params: {
    name: 'pep-${name}'
    location: location
    tags: tags
    targetId: bus.id
    groupId: 'namespace'
    subnetId: private.subnetId
    zoneIds: empty(private.zoneIds) ? [] : [private.zoneIds.namespace]
  }
}

output id string = bus.id
@description('Fully qualified: the host of its https address.')
output fullyQualifiedName string = split(replace(bus.properties.serviceBusEndpoint, 'https://', ''), ':')[0]
