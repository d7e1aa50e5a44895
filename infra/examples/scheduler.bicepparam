// Durable Task Scheduler instead of Azure Storage behind Durable Functions, and an Event Grid topic.
using '../main.bicep'

param tokenAudience = '00000000-0000-0000-0000-000000000000' // printed by app-registration.sh
param durableBackend = 'DurableTaskScheduler'
param schedulerSku = 'Dedicated'
param eventGrid = true
param waitHours = 24
param waitExpiryOutcome = 'Failed'
