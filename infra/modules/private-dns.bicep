// Private DNS zones of everything that the service reaches by a private endpoint, linked to its virtual network.

param tags object
param virtualNetworkId string
param withEventGrid bool
param withScheduler bool

// Only what is used: a zone hides the private names of that kind that others have.
var zones = {
  blob: 'privatelink.blob.${environment().suffixes.storage}'
  queue: 'privatelink.queue.${environment().suffixes.storage}'
  table: 'privatelink.table.${environment().suffixes.storage}'
  vault: 'privatelink.vaultcore.azure.net'
  namespace: 'privatelink.servicebus.windows.net'
  sites: 'privatelink.azurewebsites.net'
  monitor: 'privatelink.monitor.azure.com'
  monitorOms: 'privatelink.oms.opinsights.azure.com'
  monitorOds: 'privatelink.ods.opinsights.azure.com'
  monitorAgents: 'privatelink.agentsvc.azure-automation.net'
  ...(withEventGrid ? { topic: 'privatelink.eventgrid.azure.net' } : {})
  ...(withScheduler ? { scheduler: 'privatelink.durabletask.io' } : {})
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for entry in items(zones): {
    name: entry.value
    location: 'global'
    tags: tags
  }
]

resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (entry, index) in items(zones): {
    parent: zone[index]
    name: 'pgflex'
    location: 'global'
    tags: tags
    properties: { virtualNetwork: { id: virtualNetworkId }, registrationEnabled: false }
  }
]

@description('By what they are for.')
output zoneIds object = toObject(
  items(zones),
  entry => entry.key,
  entry => resourceId('Microsoft.Network/privateDnsZones', entry.value)
)
