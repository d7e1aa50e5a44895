// Lets the service reach servers in one subscription: custom roles with exactly the actions of docs/permissions.md, given to its identity.
// Needed for migrations that name no AAD app of their own. `az deployment sub create`, once for each subscription that has servers.
targetScope = 'subscription'

@description('Object id of the service\'s identity: output identityPrincipalId of main.bicep.')
@minLength(36)
@maxLength(36)
param principalId string

@description('Resource groups of this subscription that hold source and target servers, their virtual networks and private endpoints, or are migration resource groups.')
@minLength(1)
param resourceGroups string[]

@description('Allows the engine dms: Azure Database Migration Service is made and removed, and logical replication switched on at the source.')
param dms bool = false

@description('Allows /api/catalog to list the servers and networks of the whole subscription.')
param catalog bool = true

var actions = loadJsonContent('server-access.json')

resource groupRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, principalId, 'pg-flex-migrator', 'resource groups')
  properties: {
    roleName: 'pg-flex-migrator servers (${take(principalId, 8)})'
    description: 'What pg-flex-migrator does on servers and their networks.'
    type: 'CustomRole'
    assignableScopes: [subscription().id]
    permissions: [
      { actions: concat(actions.resourceGroups, dms ? actions.resourceGroupsForDms : []), notActions: [] }
    ]
  }
}

resource subscriptionRole 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(subscription().id, principalId, 'pg-flex-migrator', 'subscription')
  properties: {
    roleName: 'pg-flex-migrator subscription (${take(principalId, 8)})'
    description: 'Lets pg-flex-migrator follow operations of Azure Resource Manager, and list what there is.'
    type: 'CustomRole'
    assignableScopes: [subscription().id]
    permissions: [
      {
        actions: concat(
          actions.subscription,
          dms ? actions.subscriptionForDms : [],
          catalog ? actions.subscriptionForCatalog : []
        )
        notActions: []
      }
    ]
  }
}

resource onSubscription 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(subscription().id, principalId, subscriptionRole.id)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionRole.id
  }
}

module onGroup 'modules/role-on-group.bicep' = [
  for group in resourceGroups: {
    name: 'pgflex-access-${uniqueString(group)}'
    scope: resourceGroup(group)
    params: { principalId: principalId, roleDefinitionId: groupRole.id }
  }
]
