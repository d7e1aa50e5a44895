// Private, in a network that a platform team has already: its subnets, its DNS, its workspace, its way out.
using '../main.bicep'

param tokenAudience = '00000000-0000-0000-0000-000000000000' // printed by app-registration.sh
param name = 'platformteam'
param privateEndpoints = true
param privateDnsZones = false
param functionSubnetId = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/network/providers/Microsoft.Network/virtualNetworks/spoke/subnets/migrator'
param privateEndpointSubnetId = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/network/providers/Microsoft.Network/virtualNetworks/spoke/subnets/endpoints'
param outboundAddresses = ['203.0.113.4', '203.0.113.8-203.0.113.11']
param logAnalyticsWorkspaceId = '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/central'
param publicUrl = 'https://migrator.example.com'
