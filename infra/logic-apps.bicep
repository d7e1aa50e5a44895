// Option: approvals by mail with Logic Apps, and the custom connector. Deployed after main.bicep, into the same resource group (docs/logic-apps.md).

@description('Region.')
param location string = resourceGroup().location

@description('Tags of every resource.')
param tags object = {}

@description('Name that resources are named after.')
@minLength(2)
@maxLength(20)
param name string

@description('Address of the service: the output apiUrl of main.bicep.')
param apiUrl string

@description('Client id of the application that infra/app-registration.sh registered.')
param tokenAudience string

@description('Who is asked, by mail addresses that are separated by semicolons.')
param approvers string

@description('Service Bus namespace of main.bicep. Empty: no workflow that starts by an event.')
param serviceBusName string = ''

@description('Topic of that namespace.')
param topicName string = 'migration-events'

@description('The workflow that a pipeline starts, and that sleeps until its migration asks.')
param webhookWorkflow bool = true

@description('The custom connector, for workflows of your own.')
param connector bool = false

@description('Client id of an application that signs people of the connector in; only with the connector. Its secret is entered in the portal.')
param connectorClientId string = ''

var startsByEvent = !empty(serviceBusName)

resource office365 'Microsoft.Web/connections@2016-06-01' = {
  name: 'con-${name}-office365'
  location: location
  tags: tags
  properties: {
    displayName: 'Mail of approvals'
    api: { id: subscriptionResourceId('Microsoft.Web/locations/managedApis', location, 'office365') }
  }
}

module byEvent 'modules/logic-app-by-event.bicep' = if (startsByEvent) {
  name: 'logic-app-by-event'
  params: {
    name: name
    location: location
    tags: tags
    apiUrl: apiUrl
    tokenAudience: tokenAudience
    approvers: approvers
    mailConnectionName: office365.name
    serviceBusName: serviceBusName
    topicName: topicName
  }
}

module byWebhook 'modules/logic-app-by-webhook.bicep' = if (webhookWorkflow) {
  name: 'logic-app-by-webhook'
  params: {
    name: name
    location: location
    tags: tags
    apiUrl: apiUrl
    tokenAudience: tokenAudience
    approvers: approvers
    mailConnectionName: office365.name
  }
}

module customConnector 'modules/connector.bicep' = if (connector) {
  name: 'connector'
  params: {
    name: name
    location: location
    tags: tags
    apiUrl: apiUrl
    tokenAudience: tokenAudience
    clientId: connectorClientId
  }
}

@description('Identities that need the app roles Migrations.Read, Migrations.Write and Migrations.Approve (infra/app-registration.sh --grant).')
output identityPrincipalIds array = concat(
  startsByEvent ? [byEvent!.outputs.principalId] : [],
  webhookWorkflow ? [byWebhook!.outputs.principalId] : []
)
