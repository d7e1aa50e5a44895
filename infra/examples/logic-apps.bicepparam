// Approvals by mail, both ways, with the custom connector; after public.bicepparam.
using '../logic-apps.bicep'

param name = 'pgflex'
param apiUrl = 'https://func-pgflex.azurewebsites.net'
param tokenAudience = '00000000-0000-0000-0000-000000000000' // printed by app-registration.sh
param approvers = 'dba@example.com'
param serviceBusName = 'sb-pgflex'
param connector = true
param connectorClientId = '00000000-0000-0000-0000-000000000001'
