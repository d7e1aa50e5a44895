// pg-flex-migrator in one resource group: `az deployment group create`, or `azd provision`. See docs/install.md.
targetScope = 'resourceGroup'

import { privateAccess } from 'modules/types.bicep'

@description('Begins the names of all resources: lower-case letters and digits.')
@minLength(2)
@maxLength(12)
param name string = 'pgflex'

@description('Where everything is made; the servers that are migrated should be near.')
param location string = resourceGroup().location

@description('On every resource.')
param tags object = {}

// ---------- who may call ----------

@description('Client id of the application that infra/app-registration.sh registers: access tokens for the API carry it as their audience.')
@minLength(1)
param tokenAudience string

@description('Servers that callers may name: names, *.suffixes, addresses, CIDRs. Empty: any server that the service can reach.')
param allowedServers string[] = []

@description('Hosts that the service may call back when an approval is asked for: names, *.suffixes. Empty: Azure Logic Apps (*.logic.azure.com).')
param callbackHosts string[] = []

@description('Public address of the API where it is not the function app\'s own, e.g. behind a gateway: for the links in events.')
param publicUrl string = ''

// ---------- what it runs on ----------

@description('Flex Consumption is paid by use; Elastic Premium has instances that are always on.')
@allowed(['FlexConsumption', 'ElasticPremium'])
param plan string = 'FlexConsumption'

@description('Elastic Premium: size of an instance.')
@allowed(['EP1', 'EP2', 'EP3'])
param premiumSku string = 'EP1'

@description('Flex Consumption: memory of an instance, which its processors follow. More of it copies faster.')
@allowed([2048, 4096])
param instanceMemoryMB int = 2048

@description('Instances at most; one copies up to eight databases at once.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Instances that are kept ready, for the API and for orchestrations each: no cold start. Elastic Premium has one at least.')
@minValue(0)
@maxValue(20)
param alwaysReadyInstances int = 0

@description('Where Durable Functions keeps its state.')
@allowed(['AzureStorage', 'DurableTaskScheduler'])
param durableBackend string = 'AzureStorage'

@description('Durable Task Scheduler: paid by action, or by capacity.')
@allowed(['Consumption', 'Dedicated'])
param schedulerSku string = 'Consumption'

@description('How often stored data is kept, and where.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageRedundancy string = 'Standard_ZRS'

// ---------- network ----------

@description('Address space of the service\'s own virtual network, /25 or larger; give it one that is free where it is to be peered with the networks of private servers.')
param virtualNetworkPrefix string = '10.90.0.0/24'

@description('A NAT gateway gives the service one known address, for which a migration opens the firewalls of public servers while it runs. Only with its own virtual network.')
param natGateway bool = true

@description('A subnet of a virtual network that is there already, delegated to Microsoft.App/environments (Flex Consumption) or Microsoft.Web/serverFarms (Elastic Premium). Empty: a network of its own.')
param functionSubnetId string = ''

@description('With a network that is there already: the IPv4 addresses, or ranges from-to, that traffic leaves it by. Empty: firewalls stay as they are.')
param outboundAddresses string[] = []

@description('No public access: everything is reached by private endpoints, Service Bus becomes Premium, and the API answers only within the network.')
param privateEndpoints bool = false

@description('With privateEndpoints and a network that is there already: the subnet for them.')
param privateEndpointSubnetId string = ''

@description('With privateEndpoints: makes private DNS zones and links them to the network. False where policies or a hub have them.')
param privateDnsZones bool = true

// ---------- data and events ----------

@description('Nobody, the service included, can purge a deleted secret before its retention ends. Cannot be switched off again.')
param purgeProtection bool = false

@description('Days that a deleted secret can be recovered.')
@minValue(7)
@maxValue(90)
param softDeleteDays int = 7

@description('An Event Grid topic that gets every event too.')
param eventGrid bool = false

@description('Hours that a migration waits for a person.')
@minValue(1)
@maxValue(8760)
param waitHours int = 72

@description('How a migration ends that waited in vain.')
@allowed(['Canceled', 'Failed'])
param waitExpiryOutcome string = 'Canceled'

// ---------- watching ----------

@description('Resource id of a Log Analytics workspace that is there already. Empty: one of its own.')
param logAnalyticsWorkspaceId string = ''

@description('Days that its own workspace keeps logs.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Mail addresses that alerts go to. Empty: alerts are shown in Azure Monitor only.')
param alertEmails string[] = []

@description('Hours after which a migration that waits for a person is an alert.')
@minValue(1)
@maxValue(24)
param waitingAlertHours int = 8

// ---------- names ----------

var suffix = take(uniqueString(resourceGroup().id, name), 6)
var fullName = '${name}-${suffix}'
var durableSettings = loadJsonContent('../host.json', 'extensions.durableTask')
var ownNetwork = empty(functionSubnetId)
var topicName = 'migration-events'

module serviceIdentity 'modules/identity.bicep' = {
  params: { name: 'id-${fullName}', location: location, tags: tags }
}

module network 'modules/network.bicep' = if (ownNetwork) {
  params: {
    name: fullName
    location: location
    tags: tags
    addressPrefix: virtualNetworkPrefix
    delegation: plan == 'FlexConsumption' ? 'Microsoft.App/environments' : 'Microsoft.Web/serverFarms'
    natGateway: natGateway
  }
}

module zones 'modules/private-dns.bicep' = if (privateEndpoints && privateDnsZones) {
  params: {
    tags: tags
    withEventGrid: eventGrid
    withScheduler: durableBackend == 'DurableTaskScheduler'
    virtualNetworkId: ownNetwork ? network!.outputs.virtualNetworkId : join(take(split(functionSubnetId, '/'), 9), '/') // the id of a subnet begins with that of its network
  }
}

var private privateAccess = {
  subnetId: !privateEndpoints ? '' : ownNetwork ? network!.outputs.privateEndpointSubnetId : privateEndpointSubnetId
  zoneIds: privateEndpoints && privateDnsZones ? zones!.outputs.zoneIds : {}
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    name: fullName
    location: location
    tags: tags
    serviceIdentity: serviceIdentity.outputs.identity
    private: private
    workspaceId: logAnalyticsWorkspaceId
    retentionDays: logRetentionDays
  }
}

module storage 'modules/storage.bicep' = {
  params: {
    name: 'st${name}${suffix}'
    location: location
    tags: tags
    serviceIdentity: serviceIdentity.outputs.identity
    private: private
    workspaceId: monitoring.outputs.workspaceId
    redundancy: storageRedundancy
    packageContainer: 'packages'
  }
}

module keyVault 'modules/key-vault.bicep' = {
  params: {
    name: 'kv-${fullName}'
    location: location
    tags: tags
    serviceIdentity: serviceIdentity.outputs.identity
    private: private
    workspaceId: monitoring.outputs.workspaceId
    purgeProtection: purgeProtection
    softDeleteDays: softDeleteDays
  }
}

module serviceBus 'modules/service-bus.bicep' = {
  params: {
    name: 'sb-${fullName}'
    location: location
    tags: tags
    serviceIdentity: serviceIdentity.outputs.identity
    private: private
    workspaceId: monitoring.outputs.workspaceId
    topicName: topicName
  }
}

module eventGridTopic 'modules/event-grid.bicep' = if (eventGrid) {
  params: {
    name: 'evgt-${fullName}'
    location: location
    tags: tags
    serviceIdentity: serviceIdentity.outputs.identity
    private: private
    workspaceId: monitoring.outputs.workspaceId
  }
}

module scheduler 'modules/durable-task-scheduler.bicep' = if (durableBackend == 'DurableTaskScheduler') {
  params: {
    name: 'dts-${fullName}'
    location: location
    tags: tags
    serviceIdentity: serviceIdentity.outputs.identity
    private: private
    taskHubName: durableSettings.hubName
    sku: schedulerSku
  }
}

var knownAddresses = ownNetwork ? network!.outputs.outboundAddresses : outboundAddresses
var opensFirewalls = ownNetwork ? natGateway : !empty(outboundAddresses)

module functionApp 'modules/function-app.bicep' = {
  params: {
    name: fullName
    location: location
    tags: tags
    serviceIdentity: serviceIdentity.outputs.identity
    private: private
    workspaceId: monitoring.outputs.workspaceId
    subnetId: ownNetwork ? network!.outputs.functionSubnetId : functionSubnetId
    plan: plan
    premiumSku: premiumSku
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReadyInstances: alwaysReadyInstances
    packageContainerUrl: storage.outputs.packageContainerUrl
    settings: {
      AzureWebJobsStorage__blobServiceUri: storage.outputs.blobEndpoint
      AzureWebJobsStorage__tableServiceUri: storage.outputs.tableEndpoint
      AzureWebJobsStorage__queueServiceUri: storage.outputs.queueEndpoint
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: serviceIdentity.outputs.identity.clientId
      APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.outputs.connectionString
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${serviceIdentity.outputs.identity.clientId};Authorization=AAD'
      AZURE_CLIENT_ID: serviceIdentity.outputs.identity.clientId
      AZURE_TENANT_ID: tenant().tenantId
      AZURE_AUTHORITY_HOST: environment().authentication.loginEndpoint
      PGFLEX_ARM_ENDPOINT: environment().resourceManager
      PGFLEX_KEY_VAULT_URL: keyVault.outputs.url
      PGFLEX_SERVICE_BUS: serviceBus.outputs.fullyQualifiedName
      PGFLEX_SERVICE_BUS_TOPIC: topicName
      PGFLEX_TOKEN_AUDIENCE: tokenAudience
      PGFLEX_WAIT_HOURS: string(waitHours)
      PGFLEX_WAIT_EXPIRY_OUTCOME: waitExpiryOutcome
      ...(empty(allowedServers) ? {} : { PGFLEX_ALLOWED_SERVERS: join(allowedServers, ',') })
      ...(empty(callbackHosts) ? {} : { PGFLEX_CALLBACK_HOSTS: join(callbackHosts, ',') })
      ...(empty(publicUrl) ? {} : { PGFLEX_PUBLIC_URL: publicUrl })
      ...(opensFirewalls ? { PGFLEX_OUTBOUND_ADDRESSES: join(knownAddresses, ',') } : {})
      ...(eventGrid ? { PGFLEX_EVENT_GRID_ENDPOINT: eventGridTopic!.outputs.endpoint } : {})
      // The rest of host.json stands: settings named like its paths win over it.
      ...(durableBackend == 'DurableTaskScheduler'
        ? {
            AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
            AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER'
            DURABLE_TASK_SCHEDULER: scheduler!.outputs.connectionString
          }
        : {})
    }
  }
}

module alerts 'modules/alerts.bicep' = {
  params: {
    name: fullName
    location: location
    tags: tags
    insightsId: monitoring.outputs.insightsId
    serviceBusId: serviceBus.outputs.id
    emails: alertEmails
    waitingHours: waitingAlertHours
  }
}

module workbook 'modules/workbook.bicep' = {
  params: { name: fullName, location: location, tags: tags, insightsId: monitoring.outputs.insightsId }
}

@description('Address of the API.')
output apiUrl string = functionApp.outputs.url

output functionAppName string = functionApp.outputs.name

@description('Elastic Premium runs the package pg-flex-migrator.zip of its container packages.')
output storageAccountName string = storage.outputs.name

@description('Resource id of the service\'s identity: infra/server-access.bicep lets it reach servers.')
output identityId string = serviceIdentity.outputs.identity.id

output identityPrincipalId string = serviceIdentity.outputs.identity.principalId

@description('The addresses that firewalls have to let in; empty if they are not known.')
output outboundAddresses array = knownAddresses
