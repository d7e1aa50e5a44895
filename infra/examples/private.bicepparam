// No public access: everything behind private endpoints in a network of its own, which is peered with those of the servers.
using '../main.bicep'

param tokenAudience = '00000000-0000-0000-0000-000000000000' // printed by app-registration.sh
param virtualNetworkPrefix = '10.90.0.0/24'
param natGateway = false
param privateEndpoints = true
param purgeProtection = true
param eventGrid = true
param alwaysReadyInstances = 1
param alertEmails = ['dba@example.com']
