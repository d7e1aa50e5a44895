// Elastic Premium instead of Flex Consumption: instances that are always on.
using '../main.bicep'

param tokenAudience = '00000000-0000-0000-0000-000000000000' // printed by app-registration.sh
param plan = 'ElasticPremium'
param premiumSku = 'EP2'
param maximumInstanceCount = 10
param alwaysReadyInstances = 1
