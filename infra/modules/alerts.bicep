// Alerts on what somebody has to do something about.

param name string
param location string
param tags object
param insightsId string
param serviceBusId string
param emails string[]

@description('Hours after which a migration that waits for a person is an alert.')
param waitingHours int

var events = loadTextContent('../queries/events.kql')

// A window is looked at as often as `every` says; the longest that Azure has is two days.
var queries = [
  {
    key: 'failed'
    title: 'A migration failed'
    description: 'The report of the migration says why and what to do: GET /api/migrations/{id}/report.'
    query: '${events}\n${loadTextContent('../queries/failed.kql')}'
    severity: 1
    every: 'PT5M'
    window: 'PT15M'
  }
  {
    key: 'waiting'
    title: 'A migration waits for a person'
    description: 'It ends untouched when its time is over. GET /api/migrations/{id} shows what it waits for.'
    query: '${events}\n${replace(loadTextContent('../queries/waiting.kql'), '{hours}', string(waitingHours))}'
    severity: 2
    every: 'PT1H'
    window: 'P2D'
  }
  {
    key: 'left-over'
    title: 'A migration left something behind'
    description: 'The service goes on removing it. GET /api/migrations/{id} lists it, with the command that removes it by hand.'
    query: '${events}\n${loadTextContent('../queries/left-over.kql')}'
    severity: 2
    every: 'PT1H'
    window: 'P2D'
  }
  {
    key: 'events-wait'
    title: 'Events cannot be sent'
    description: 'They are kept and sent later. Look at Service Bus, Event Grid and the roles of the service\'s identity.'
    query: loadTextContent('../queries/events-wait.kql')
    severity: 2
    every: 'PT15M'
    window: 'PT15M'
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(emails)) {
  name: 'ag-${name}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'pgflex'
    emailReceivers: [for email in emails: { name: email, emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource byQuery 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in queries: {
    name: 'alert-${name}-${alert.key}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'pg-flex-migrator: ${alert.title}'
      description: alert.description
      severity: alert.severity
      enabled: true
      scopes: [insightsId]
      evaluationFrequency: alert.every
      windowSize: alert.window
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            // One alert for each migration.
            dimensions: [{ name: 'migrationId', operator: 'Include', values: ['*'] }]
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: empty(emails) ? [] : [people.id] }
    }
  }
]

resource deadLetters 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-${name}-dead-letters'
  location: 'global'
  tags: tags
  properties: {
    description: 'A subscriber could not take an event: look into the dead-letter queue of its subscription.'
    severity: 2
    enabled: true
    scopes: [serviceBusId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'dead letters'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          metricName: 'DeadletteredMessages'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 0
          dimensions: [{ name: 'EntityName', operator: 'Include', values: ['*'] }]
        }
      ]
    }
    actions: empty(emails) ? [] : [{ actionGroupId: people.id }]
  }
}
