// The fleet at a glance: a workbook over the events that the service logs.

param name string
param location string
param tags object
param insightsId string

var events = loadTextContent('../queries/events.kql')

var parts = [
  {
    title: 'Waiting for a person'
    query: '${events}\n${replace(loadTextContent('../queries/waiting.kql'), '{hours}', '0')}'
    visualization: 'table'
  }
  { title: 'Running', query: '${events}\n${loadTextContent('../queries/fleet-open.kql')}', visualization: 'table' }
  {
    title: 'MB/s'
    query: '${events}\n${loadTextContent('../queries/fleet-throughput.kql')}'
    visualization: 'timechart'
  }
  { title: 'By state', query: '${events}\n${loadTextContent('../queries/fleet-state.kql')}', visualization: 'piechart' }
  {
    title: 'Why they failed'
    query: '${events}\n${loadTextContent('../queries/fleet-errors.kql')}'
    visualization: 'table'
  }
  { title: 'Ended', query: '${events}\n${loadTextContent('../queries/fleet-ended.kql')}', visualization: 'table' }
  { title: 'Left behind', query: '${events}\n${loadTextContent('../queries/left-over.kql')}', visualization: 'table' }
]

var content = {
  version: 'Notebook/1.0'
  items: concat(
    [
      {
        type: 9
        name: 'time'
        content: {
          version: 'KqlParameterItem/1.0'
          parameters: [
            {
              id: guid(name, 'time')
              version: 'KqlParameterItem/1.0'
              name: 'Time'
              type: 4
              isRequired: true
              value: { durationMs: 604800000 }
              typeSettings: {
                selectableValues: [{ durationMs: 86400000 }, { durationMs: 604800000 }, { durationMs: 2592000000 }]
                allowCustom: true
              }
            }
          ]
        }
      }
    ],
    map(parts, part => {
      type: 3
      name: part.title
      content: {
        version: 'KqlItem/1.0'
        query: part.query
        title: part.title
        size: 0
        timeContextFromParameter: 'Time'
        queryType: 0
        resourceType: 'microsoft.insights/components'
        visualization: part.visualization
      }
    })
  )
  fallbackResourceIds: [insightsId]
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, name, 'fleet')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'pg-flex-migrator: fleet (${name})'
    category: 'workbook'
    sourceId: insightsId
    version: '1.0'
    serializedData: string(content)
  }
}
