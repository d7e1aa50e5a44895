// The least: Flex Consumption, public endpoints that take identities only, one known outbound address.
using '../main.bicep'

param tokenAudience = '00000000-0000-0000-0000-000000000000' // printed by app-registration.sh
param allowedServers = ['*.postgres.database.azure.com']
param callbackHosts = ['prod-12.westeurope.logic.azure.com']
param alertEmails = ['dba@example.com']
