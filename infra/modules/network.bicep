// A virtual network for the service alone: one subnet that it runs in, one for private endpoints, and a known address for everything that leaves it.

param name string
param location string
param tags object

@description('At least a /25: the subnets take a /26 each.')
param addressPrefix string

@description('What the subnet of the functions is handed to.')
@allowed(['Microsoft.App/environments', 'Microsoft.Web/serverFarms'])
param delegation string

@description('A NAT gateway with one public address, so that firewalls can let exactly this service in.')
param natGateway bool

resource address 'Microsoft.Network/publicIPAddresses@2025-05-01' = if (natGateway) {
  name: 'pip-${name}'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: { publicIPAllocationMethod: 'Static', publicIPAddressVersion: 'IPv4' }
}

resource gateway 'Microsoft.Network/natGateways@2025-05-01' = if (natGateway) {
  name: 'ng-${name}'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: { publicIpAddresses: [{ id: address.id }] }
}

// Azure's default rules, and a place for a team's own ones.
resource securityGroup 'Microsoft.Network/networkSecurityGroups@2025-05-01' = {
  name: 'nsg-${name}'
  location: location
  tags: tags
}

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: 'vnet-${name}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressPrefix] }
    subnets: [
      {
        name: 'functions'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 0)
          delegations: [{ name: 'functions', properties: { serviceName: delegation } }]
          networkSecurityGroup: { id: securityGroup.id }
          natGateway: natGateway ? { id: gateway.id } : null
          // With the gateway there is a way out by a known address, and no other one.
          defaultOutboundAccess: !natGateway
        }
      }
      {
        name: 'private-endpoints'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 1)
          networkSecurityGroup: { id: securityGroup.id }
          defaultOutboundAccess: false
        }
      }
    ]
  }

  resource functions 'subnets' existing = {
    name: 'functions'
  }

  resource privateEndpoints 'subnets' existing = {
    name: 'private-endpoints'
  }
}

output virtualNetworkId string = network.id
output functionSubnetId string = network::functions.id
output privateEndpointSubnetId string = network::privateEndpoints.id
output outboundAddresses array = natGateway ? [address!.properties.ipAddress] : []
