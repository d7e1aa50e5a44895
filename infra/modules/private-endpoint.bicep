// One private endpoint, with its record in a private DNS zone.

param name string
param location string
param tags object

@description('Resource that is reached through it.')
param targetId string

@description('Part of the resource, e.g. blob.')
param groupId string

param subnetId string

@description('Empty: the record is made by other means, e.g. a policy.')
param zoneIds array

resource endpoint 'Microsoft.Network/privateEndpoints@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    customNetworkInterfaceName: '${name}-nic'
    privateLinkServiceConnections: [
      { name: groupId, properties: { privateLinkServiceId: targetId, groupIds: [groupId] } }
    ]
  }

  resource records 'privateDnsZoneGroups' = if (!empty(zoneIds)) {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        for id in zoneIds: { name: replace(last(split(id, '/')), '.', '-'), properties: { privateDnsZoneId: id } }
      ]
    }
  }
}
