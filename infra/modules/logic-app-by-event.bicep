// The workflow that starts when an approval is asked for: an event of the bus, a mail, a decision.

param name string
param location string
param tags object
param apiUrl string
param tokenAudience string
param approvers string
param mailConnectionName string
param serviceBusName string
param topicName string

var subscriptionName = 'approvals'
var serviceBusApi = subscriptionResourceId('Microsoft.Web/locations/managedApis', location, 'servicebus')
// Azure Service Bus Data Receiver: the workflow's own right, not the service's.
var dataReceiver = '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'

resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: serviceBusName

  resource topic 'topics' existing = {
    name: topicName

    // Only the events that ask: the properties of a message are filtered, never its body.
    resource approvals 'subscriptions' = {
      name: subscriptionName
      properties: {
        lockDuration: 'PT5M'
        maxDeliveryCount: 10
        deadLetteringOnMessageExpiration: true
        defaultMessageTimeToLive: 'P14D'
      }

      resource asked 'rules' = {
        name: '$Default'
        properties: {
          filterType: 'CorrelationFilter'
          correlationFilter: { properties: { eventType: 'PgMigration.OverwriteApprovalRequested.v1' } }
        }
      }
    }
  }
}

resource connection 'Microsoft.Web/connections@2016-06-01' = {
  name: 'con-${name}-servicebus'
  location: location
  tags: tags
  properties: {
    displayName: 'Events of migrations'
    api: { id: serviceBusApi }
    #disable-next-line BCP089 // by identity; the type that Bicep knows has only values
    parameterValueSet: {
      name: 'managedIdentityAuth'
      values: {
        namespaceEndpoint: {
          value: 'sb://${split(replace(bus.properties.serviceBusEndpoint, 'https://', ''), ':')[0]}/'
        }
      }
    }
  }
}

resource workflow 'Microsoft.Logic/workflows@2019-05-01' = {
  name: 'logic-${name}-approval-by-mail'
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: {
    definition: loadJsonContent('../logic-apps/approval-by-mail.json')
    parameters: {
      apiUrl: { value: apiUrl }
      audience: { value: tokenAudience }
      approvers: { value: approvers }
      topic: { value: topicName }
      subscription: { value: subscriptionName }
      '$connections': {
        value: {
          servicebus: {
            id: serviceBusApi
            connectionId: connection.id
            connectionName: connection.name
            connectionProperties: { authentication: { type: 'ManagedServiceIdentity' } }
          }
          office365: {
            id: subscriptionResourceId('Microsoft.Web/locations/managedApis', location, 'office365')
            connectionId: resourceId('Microsoft.Web/connections', mailConnectionName)
            connectionName: mailConnectionName
          }
        }
      }
    }
  }
}

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: bus::topic
  name: guid(bus::topic.id, workflow.id, dataReceiver)
  properties: {
    principalId: workflow.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dataReceiver)
  }
}

output principalId string = workflow.identity.principalId
