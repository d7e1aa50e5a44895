// The workflow that a pipeline starts with the id of its migration, and that sleeps until the migration asks or ends.

param name string
param location string
param tags object
param apiUrl string
param tokenAudience string
param approvers string
param mailConnectionName string

resource workflow 'Microsoft.Logic/workflows@2019-05-01' = {
  name: 'logic-${name}-approval-by-webhook'
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: {
    definition: loadJsonContent('../logic-apps/approval-by-webhook.json')
    parameters: {
      apiUrl: { value: apiUrl }
      audience: { value: tokenAudience }
      approvers: { value: approvers }
      '$connections': {
        value: {
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

output principalId string = workflow.identity.principalId
