// infra/ by the real compiler: no warning, and what each documented set of parameters deploys keeps the rules of this service.
import { readdirSync, readFileSync } from 'node:fs';
import { readConfig, settingNames } from '../../../shared/config';
import { eventTypes } from '../../../shared/domain/events';
import { dataRoles } from '../../../shared/domain/permissions';
import { at, type Deployment, findDeployments, type Resource } from './find-deployments';

const found = findDeployments();
const title = found.skipped ? `infra/ (${found.skipped})` : 'infra/';

/** Settings of the Functions host and the platform, which the service itself does not read. */
const hostSettings = [
  /^AzureWebJobsStorage__(queueServiceUri|credential|clientId)$/,
  /^APPLICATIONINSIGHTS_(CONNECTION|AUTHENTICATION)_STRING$/,
  /^AzureFunctionsJobHost__extensions__durableTask__storageProvider__(type|connectionStringName)$/,
  /^DURABLE_TASK_SCHEDULER$/,
  /^FUNCTIONS_(EXTENSION_VERSION|WORKER_RUNTIME)$/,
  /^WEBSITE_RUN_FROM_PACKAGE(_BLOB_MI_RESOURCE_ID)?$/,
];

/** What Azure would put for the expressions that only it can work out. */
const known: Record<string, string> = {
  AzureWebJobsStorage__tableServiceUri: 'https://st.table.core.windows.net/',
  AzureWebJobsStorage__blobServiceUri: 'https://st.blob.core.windows.net/',
  AZURE_CLIENT_ID: '33333333-3333-3333-3333-333333333333',
  AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.com/',
  PGFLEX_ARM_ENDPOINT: 'https://management.azure.com/',
  PGFLEX_KEY_VAULT_URL: 'https://kv.vault.azure.net/',
  PGFLEX_SERVICE_BUS: 'sb.servicebus.windows.net',
  PGFLEX_OUTBOUND_ADDRESSES: '203.0.113.9',
  PGFLEX_EVENT_GRID_ENDPOINT: 'https://topic.westeurope-1.eventgrid.azure.net/api/events',
};

/** What the service's identity may, by what it may do it on: built-in roles of Azure, the same in every tenant (docs/permissions.md). */
const roles: Record<string, string[]> = {
  'Microsoft.Storage/storageAccounts': [
    '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3', // Storage Table Data Contributor
    'ba92f5b4-2d11-453d-a403-e96b0029c9fe', // Storage Blob Data Contributor
    '974c5e8b-45b9-4653-ba55-5f855dd0fbe8', // Storage Queue Data Contributor
  ],
  'Microsoft.KeyVault/vaults': ['b86a8fe4-44ce-4948-aee5-eccb2c155cd7'], // Key Vault Secrets Officer
  'Microsoft.ServiceBus/namespaces/topics': ['69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'], // Azure Service Bus Data Sender
  'Microsoft.EventGrid/topics': ['d5a91429-5739-47e2-a06b-3470a27159e7'], // EventGrid Data Sender
  'Microsoft.DurableTask/schedulers': ['0ad04412-c4d5-4796-b79c-f76d14c8d402'], // Durable Task Data Contributor
  'Microsoft.Insights/components': ['3913510d-42f4-4e42-8a64-420c390055eb'], // Monitoring Metrics Publisher
};

/** Azure's rules for names, of the types whose names we make. */
const nameRules: Record<string, RegExp> = {
  'Microsoft.Storage/storageAccounts': /^[a-z0-9]{3,24}$/,
  'Microsoft.KeyVault/vaults': /^[a-zA-Z](?!.*--)[a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$/,
  'Microsoft.ServiceBus/namespaces': /^[a-zA-Z](?!.*--)[a-zA-Z0-9-]{4,48}[a-zA-Z0-9]$/,
  'Microsoft.EventGrid/topics': /^[a-zA-Z0-9-]{3,50}$/,
  'Microsoft.DurableTask/schedulers': /^[a-zA-Z0-9-]{3,64}$/,
  'Microsoft.Web/sites': /^[a-zA-Z0-9][a-zA-Z0-9-]{0,30}[a-zA-Z0-9]$/, // 60, of which the Functions host's id has 32
  'Microsoft.Web/serverfarms': /^[a-zA-Z0-9-]{1,60}$/,
  'Microsoft.OperationalInsights/workspaces': /^[a-zA-Z0-9][a-zA-Z0-9-]{2,61}[a-zA-Z0-9]$/,
  'Microsoft.ManagedIdentity/userAssignedIdentities': /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,127}$/,
  'Microsoft.Network/privateEndpoints': /^[a-zA-Z0-9][\w.-]{0,62}[a-zA-Z0-9_]$/,
  'Microsoft.Network/virtualNetworks': /^[a-zA-Z0-9][\w.-]{0,62}[a-zA-Z0-9_]$/,
};

const isExpression = (value: unknown) => typeof value === 'string' && value.startsWith('[');
const ofType = ({ resources }: Deployment, type: string) => resources.filter((resource) => resource.type === type);
const one = (deployment: Deployment, type: string): Resource => {
  const [resource, ...more] = ofType(deployment, type);
  if (!resource || more.length > 0) throw new Error(`There are ${more.length + (resource ? 1 : 0)} resources of type ${type}.`);
  return resource;
};
const settingsOf = (deployment: Deployment) => one(deployment, 'Microsoft.Web/sites/config').properties as Record<string, string>;

/** Deployments of the service itself, by the name of the parameter file. */
const services = Object.entries(found.deployments ?? {}).filter(([name]) => !['server-access', 'logic-apps'].includes(name));
const named = (name: string) => found.deployments[name] as Deployment;
const everywhere = (check: (deployment: Deployment, name: string) => void) => {
  expect(services.length).toBeGreaterThan(0);
  for (const [name, deployment] of services) check(deployment, name);
};

const tests = found.skipped ? describe.skip : describe;

tests(title, () => {
  test('compiles, is linted and formatted without a single remark', () => {
    expect(found.problems).toEqual([]);
    const { rules } = JSON.parse(readFileSync('infra/bicepconfig.json', 'utf8')).analyzers.core;
    expect(Object.values(rules).filter((rule) => (rule as { level: string }).level !== 'error')).toEqual([]);
  });

  test('every parameter file is documented, and every parameter described', () => {
    const guide = readFileSync('docs/install.md', 'utf8');
    expect(readdirSync('infra/examples').filter((file) => !guide.includes(file))).toEqual([]);
    for (const file of ['infra/main.bicep', 'infra/server-access.bicep', 'infra/logic-apps.bicep']) {
      const undescribed = Object.entries(found.templates[file]?.parameters ?? {}).filter(([, { metadata }]) => !metadata?.description);
      expect(undescribed).toEqual([]);
    }
  });

  test('the settings of the function app are those that the service reads, as the documentation says', () => {
    const rows = readFileSync('docs/configuration.md', 'utf8').matchAll(/^\| (`.*?`) \|.*\| (always|option|Azure|-) \|$/gm);
    const promises = [...rows].flatMap(([, names = '', promise]) =>
      [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => ({ name, promise })),
    );
    expect(promises.map(({ name }) => name).sort()).toEqual([...settingNames].sort());
    for (const { name, promise } of promises) {
      const count = services.filter(([, deployment]) => name in settingsOf(deployment)).length;
      const kept =
        promise === 'always' ? count === services.length : promise === 'option' ? count > 0 && count < services.length : count === 0;
      expect({ name, promise, kept }).toEqual({ name, promise, kept: true });
    }
    everywhere((deployment) => {
      const others = Object.keys(settingsOf(deployment)).filter((name) => !settingNames.includes(name));
      expect(others.filter((name) => !hostSettings.some((pattern) => pattern.test(name)))).toEqual([]);
    });
  });

  test('the service starts with these settings', () => {
    everywhere((deployment, name) => {
      const settings = Object.entries(settingsOf(deployment)).map(([key, value]) => [key, isExpression(value) ? known[key] : value]);
      const isFlex = one(deployment, 'Microsoft.Web/serverfarms').sku?.name === 'FC1';
      const platform = {
        WEBSITE_SITE_NAME: 'app',
        WEBSITE_HOSTNAME: 'app.azurewebsites.net',
        WEBSITE_SKU: isFlex ? 'FlexConsumption' : 'ElasticPremium',
      };
      const config = readConfig({ ...Object.fromEntries(settings), ...platform });
      expect(config).toMatchObject({ auth: 'on', development: false, storage: { tableEndpoint: 'https://st.table.core.windows.net/' } });
      expect(config.eventGrid !== undefined).toBe(ofType(deployment, 'Microsoft.EventGrid/topics').length > 0);
      expect(config.outboundAddresses.length > 0).toBe(name !== 'private');
    });
  });

  test('no secret is in a setting, a property or an output', () => {
    for (const [file, template] of Object.entries(found.templates)) {
      const text = JSON.stringify(template);
      expect({ file, secrets: text.match(/list(Keys|Secrets|AccountSas|ServiceSas)?\w*\('|securestring|secureObject/gi) ?? [] }).toEqual({
        file,
        secrets: [],
      });
    }
    everywhere(({ resources, outputs }) => {
      const text = JSON.stringify([resources, outputs]);
      expect(text.match(/AccountKey|SharedAccessKey|InstrumentationKey\b|[?&]sig=|password/gi) ?? []).toEqual([]);
    });
  });

  test('data is opened by identity alone, over TLS 1.2 or newer', () => {
    everywhere((deployment) => {
      expect(one(deployment, 'Microsoft.Storage/storageAccounts').properties).toMatchObject({
        allowSharedKeyAccess: false,
        allowBlobPublicAccess: false,
        supportsHttpsTrafficOnly: true,
        minimumTlsVersion: 'TLS1_2',
      });
      expect(one(deployment, 'Microsoft.ServiceBus/namespaces').properties).toMatchObject({
        disableLocalAuth: true,
        minimumTlsVersion: '1.2',
      });
      expect(one(deployment, 'Microsoft.KeyVault/vaults').properties).toMatchObject({
        enableRbacAuthorization: true,
        enableSoftDelete: true,
      });
      expect(one(deployment, 'Microsoft.Insights/components').properties).toMatchObject({ DisableLocalAuth: true });
      for (const topic of ofType(deployment, 'Microsoft.EventGrid/topics')) {
        expect(topic.properties).toMatchObject({
          disableLocalAuth: true,
          minimumTlsVersionAllowed: '1.2',
          inputSchema: 'CloudEventSchemaV1_0',
        });
      }
      const site = one(deployment, 'Microsoft.Web/sites');
      expect(site).toMatchObject({ identity: { type: 'UserAssigned' }, properties: { httpsOnly: true } });
      expect(site.properties.siteConfig).toMatchObject({ minTlsVersion: '1.2', scmMinTlsVersion: '1.2', ftpsState: 'Disabled' });
      const passwords = ofType(deployment, 'Microsoft.Web/sites/basicPublishingCredentialsPolicies');
      expect(passwords.map((policy) => policy.properties.allow)).toEqual([false, false]);
    });
  });

  test('the documented roles are the ones that are given', () => {
    expect(Object.values(roles).flat().sort()).toEqual(dataRoles.map(({ id }) => id).sort());
  });

  test('the identity of the service has exactly the documented roles, each on the one resource that it is for', () => {
    everywhere((deployment) => {
      const { id: identity } = one(deployment, 'Microsoft.ManagedIdentity/userAssignedIdentities');
      const assignments = ofType(deployment, 'Microsoft.Authorization/roleAssignments').map(({ id, properties }) => {
        expect(properties.principalId).toContain(`'${identity}'`);
        return [id.split('/providers/Microsoft.Authorization/')[0], String(properties.roleDefinitionId).split('/').at(-1)].join(' ');
      });
      const expected = deployment.resources.flatMap(({ id, type }) => (roles[type] ?? []).map((role) => `${id} ${role}`));
      expect(assignments.sort()).toEqual(expected.sort());
    });
  });

  test('on servers it gets what it does there and no more, in the resource groups that are named', () => {
    const deployment = named('server-access');
    const groups = ofType(deployment, 'Microsoft.Authorization/roleAssignments').map(({ id }) => /resourceGroups\/([\w-]+)/.exec(id)?.[1]);
    expect(groups.sort()).toEqual(['databases', 'old-databases', undefined]);
    const actions = ofType(deployment, 'Microsoft.Authorization/roleDefinitions').flatMap(
      (role) => at(role, 'properties.permissions.0.actions') as string[],
    );
    expect(actions).toContain('Microsoft.DBforPostgreSQL/flexibleServers/firewallRules/write');
    expect(actions.filter((action) => /\*|Authorization\/.*write|DataMigration|flexibleServers\/(write|delete)/.test(action))).toEqual([]);
  });

  test('names are within the limits of Azure, with the longest prefix too', () => {
    expect(one(named('existing-network'), 'Microsoft.KeyVault/vaults').name).toMatch(/^kv-.{12}-.{6}$/);
    everywhere(({ resources }) => {
      for (const { type, name } of resources) if (nameRules[type]) expect(name).toMatch(nameRules[type]);
    });
  });

  test('what holds data or takes calls tells the workspace who did what', () => {
    const audited =
      /^Microsoft\.(KeyVault\/vaults|ServiceBus\/namespaces|EventGrid\/topics|Web\/sites|Storage\/storageAccounts\/(blob|table|queue)Services)$/;
    everywhere(({ resources }) => {
      const settings = resources
        .filter(({ type }) => type === 'Microsoft.Insights/diagnosticSettings')
        .map(({ id }) => id.split('/providers/Microsoft.Insights/')[0]);
      expect(settings.sort()).toEqual(
        resources
          .filter(({ type }) => audited.test(type))
          .map(({ id }) => id)
          .sort(),
      );
    });
  });

  test.each(['private', 'existing-network'])('%s: nothing is open to the public, everything has a private way in', (name) => {
    const deployment = named(name);
    expect(JSON.stringify(deployment.resources).match(/"publicNetworkAccess(ForIngestion)?":"Enabled"/g) ?? []).toEqual([]);
    expect(ofType(deployment, 'Microsoft.Network/publicIPAddresses')).toEqual([]);
    expect(one(deployment, 'Microsoft.ServiceBus/namespaces').sku?.name).toBe('Premium');
    const groups = ofType(deployment, 'Microsoft.Network/privateEndpoints').map((endpoint) =>
      at(endpoint, 'properties.privateLinkServiceConnections.0.properties.groupIds.0'),
    );
    const topic = ofType(deployment, 'Microsoft.EventGrid/topics').map(() => 'topic');
    expect(groups.sort()).toEqual([...topic, 'azuremonitor', 'blob', 'namespace', 'queue', 'sites', 'table', 'vault'].sort());
    const zoneGroups = ofType(deployment, 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups');
    expect(zoneGroups).toHaveLength(name === 'private' ? groups.length : 0);
  });

  test('the bus drops doubles for an hour at least, and has a plain and an ordered subscription', () => {
    everywhere((deployment) => {
      const topic = one(deployment, 'Microsoft.ServiceBus/namespaces/topics');
      expect(topic.name).toMatch(/\/migration-events$/);
      expect(topic.properties.requiresDuplicateDetection).toBe(true);
      expect(Number(/^PT(\d+)H$/.exec(String(topic.properties.duplicateDetectionHistoryTimeWindow))?.[1])).toBeGreaterThanOrEqual(1);
      const subscriptions = ofType(deployment, 'Microsoft.ServiceBus/namespaces/topics/subscriptions');
      expect(subscriptions.map(({ name, properties }) => [name.split('/')[2], properties.requiresSession])).toEqual([
        ['all', false],
        ['ordered', true],
      ]);
    });
  });

  test('the workflows of Logic Apps call with identities of their own, and hear of approvals only', () => {
    const deployment = named('logic-apps');
    const workflows = ofType(deployment, 'Microsoft.Logic/workflows');
    expect(workflows.map(({ name, identity }) => [name, identity?.type]).sort()).toEqual([
      ['logic-pgflex-approval-by-mail', 'SystemAssigned'],
      ['logic-pgflex-approval-by-webhook', 'SystemAssigned'],
    ]);
    for (const { properties } of workflows) {
      const { definition, parameters } = properties as Record<'definition' | 'parameters', { parameters: object }>;
      expect(Object.keys(parameters).sort()).toEqual(Object.keys(definition.parameters).sort());
    }
    expect(one(deployment, 'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules').properties).toMatchObject({
      filterType: 'CorrelationFilter',
      correlationFilter: { properties: { eventType: eventTypes.overwriteApprovalRequested } },
    });
    expect(at(one(deployment, 'Microsoft.Web/customApis'), 'properties.swagger.host')).toBe('func-pgflex.azurewebsites.net');
    expect(JSON.stringify(deployment).match(/clientSecret|AccountKey|SharedAccessKey|[?&]sig=/g) ?? []).toEqual([]);
  });

  test('Node 22 on either plan, in a subnet that is delegated to it', () => {
    const flex = named('public');
    expect(at(one(flex, 'Microsoft.Web/sites'), 'properties.functionAppConfig.runtime')).toEqual({ name: 'node', version: '22' });
    const premium = named('premium');
    expect(one(premium, 'Microsoft.Web/sites').properties).toMatchObject({
      functionAppConfig: null,
      siteConfig: { linuxFxVersion: 'Node|22' },
    });
    const delegation = (deployment: Deployment) =>
      at(one(deployment, 'Microsoft.Network/virtualNetworks'), 'properties.subnets.0.properties.delegations.0.properties.serviceName');
    expect([delegation(flex), delegation(premium)]).toEqual(['Microsoft.App/environments', 'Microsoft.Web/serverFarms']);
    expect(settingsOf(premium)).toMatchObject({ FUNCTIONS_WORKER_RUNTIME: 'node' });
    expect(at(one(named('private'), 'Microsoft.Web/sites'), 'properties.functionAppConfig.scaleAndConcurrency.alwaysReady')).toHaveLength(
      2,
    );
  });

  test("the address that firewalls are opened for is the NAT gateway's", () => {
    const deployment = named('public');
    const { id } = one(deployment, 'Microsoft.Network/publicIPAddresses');
    expect(settingsOf(deployment).PGFLEX_OUTBOUND_ADDRESSES).toContain(`'${id}'`);
    expect(one(deployment, 'Microsoft.Network/natGateways').properties.publicIpAddresses).toEqual([{ id }]);
  });

  test("Durable Task Scheduler's settings win over host.json where it has its own, and its task hub is that of host.json", () => {
    const { durableTask } = JSON.parse(readFileSync('host.json', 'utf8')).extensions;
    const deployment = named('scheduler');
    expect(one(deployment, 'Microsoft.DurableTask/schedulers/taskHubs').name.split('/')[1]).toBe(durableTask.hubName);
    const settings = settingsOf(deployment);
    const prefix = 'AzureFunctionsJobHost__extensions__durableTask__storageProvider__';
    expect(settings[`${prefix}type`]).toBe('azureManaged');
    expect(settings).toHaveProperty([settings[`${prefix}connectionStringName`] ?? '']);
    expect(durableTask.storageProvider).not.toHaveProperty('type');
  });
});
