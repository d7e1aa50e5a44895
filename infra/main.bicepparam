// What `azd provision` deploys: values of the azd environment (`azd env set NAME value`), the defaults of main.bicep for all the rest.
using 'main.bicep'

param name = readEnvironmentVariable('PGFLEX_NAME', 'pgflex')
param tokenAudience = readEnvironmentVariable('PGFLEX_TOKEN_AUDIENCE') // printed by app-registration.sh
param tags = { 'azd-env-name': readEnvironmentVariable('AZURE_ENV_NAME', 'pgflex') }
