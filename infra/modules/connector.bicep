// The custom connector: the API of the service with a trigger and actions for the designers of Logic Apps and Power Automate.
// The secret of the application that signs people in is entered in the portal: no template holds one.

param name string
param location string
param tags object
param apiUrl string
param tokenAudience string
param clientId string

var host = replace(apiUrl, 'https://', '')

resource connector 'Microsoft.Web/customApis@2016-06-01' = {
  name: 'connector-${name}'
  location: location
  tags: tags
  properties: {
    displayName: 'pg-flex-migrator'
    description: 'Moves PostgreSQL databases into Azure Database for PostgreSQL Flexible Server.'
    backendService: { serviceUrl: apiUrl }
    swagger: union(loadJsonContent('../logic-apps/connector.json'), { host: host })
    connectionParameters: {
      token: {
        type: 'oauthSetting'
        oAuthSettings: {
          identityProvider: 'aad'
          clientId: clientId
          scopes: []
          redirectUrl: 'https://global.consent.azure-apim.net/redirect'
          customParameters: {
            loginUri: { value: environment().authentication.loginEndpoint }
            tenantId: { value: tenant().tenantId }
            resourceUri: { value: tokenAudience }
          }
          properties: {}
        }
      }
    }
  }
}

output id string = connector.id
