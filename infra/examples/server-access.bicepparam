// Servers in two resource groups of one subscription.
using '../server-access.bicep'

param principalId = '22222222-2222-2222-2222-222222222222' // output identityPrincipalId of main.bicep
param resourceGroups = ['databases', 'old-databases']
