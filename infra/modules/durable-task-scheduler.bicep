// Durable Task Scheduler, the managed back end for Durable Functions, instead of queues and tables of the storage account.

import { identity, privateAccess } from 'types.bicep'
import { roles } from 'roles.bicep'

@minLength(3)
@maxLength(64)
param name string
param location string
param tags object
param serviceIdentity identity
param private privateAccess
param taskHubName string

@allowed(['Consumption', 'Dedicated'])
param sku string

var isPrivate = !empty(private.subnetId)

resource scheduler 'Microsoft.DurableTask/schedulers@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: sku == 'Dedicated' ? { name: sku, capacity: 1 } : { name: sku }
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    ipAllowlist: ['0.0.0.0/0'] // an empty list lets nobody in; callers need a role in any case
  }

  resource taskHub 'taskHubs' = {
    name: taskHubName
  }
}

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: scheduler
  name: guid(scheduler.id, serviceIdentity.id, roles.durableTaskDataContributor)
  properties: {
    principalId: serviceIdentity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      roles.durableTaskDataContributor
    )
  }
}

module endpoint 'private-endpoint.bicep' = if (isPrivate) {
  name: 'scheduler-endpoint'
  params: {
    name: 'pep-${name}'
    location: location
    tags: tags
    targetId: scheduler.id
    groupId: 'scheduler'
    subnetId: private.subnetId
    zoneIds: empty(private.zoneIds) ? [] : [private.zoneIds.scheduler]
  }
}

@description('Holds no secret: the service calls as its identity.')
output connectionString string = 'Endpoint=${scheduler.properties.endpoint};Authentication=ManagedIdentity;ClientID=${serviceIdentity.clientId}'
