/** What the network plan and the catalog answer with, as schemas. */
import { z } from 'zod';

const count = z.int().min(0);
const id = z.string().meta({ description: 'Resource id.' });

const problem = z.strictObject({
  code: z.string(),
  message: z.string(),
  fix: z.string().meta({ description: 'What to do; a command where there is one.' }),
  objects: z.array(z.string()).optional(),
});
const weighedProblem = problem.extend({
  severity: z.enum(['error', 'warning']).meta({ description: 'A warning may, an error will keep the migration from its servers.' }),
});

const subnetFields = {
  id,
  name: z.string(),
  addressPrefixes: z.array(z.string()),
  freeAddresses: count.meta({ description: 'IPv4 addresses that nobody has yet.' }),
};
const planSubnet = {
  ...subnetFields,
  virtualNetwork: z.strictObject({ id, name: z.string() }),
  location: z.string(),
};

export const networkPlan = z
  .strictObject({
    path: z.enum(['public', 'virtualNetwork']),
    message: z.string(),
    subnet: z
      .strictObject({ ...planSubnet, prefilledBecause: z.string() })
      .optional()
      .meta({ description: 'For `migrationResourceGroup.subnetResourceId`: pre-filled, or the one that the request names.' }),
    candidates: z
      .array(z.strictObject({ ...planSubnet, problems: z.array(weighedProblem) }))
      .meta({ description: 'Of the virtual networks that come into question, the best first.' }),
    outboundAddresses: z
      .array(z.string())
      .meta({ description: 'Where this service connects from: opened in the firewalls of public servers.' }),
    problems: z.array(weighedProblem).meta({ description: 'Of both servers and of `subnet`.' }),
    reachability: z
      .array(
        z.strictObject({
          side: z.enum(['source', 'target']),
          host: z.string(),
          port: count,
          problem: problem.optional().meta({ description: 'Absent: the server answers.' }),
        }),
      )
      .optional()
      .meta({ description: 'With `testConnection`: from this service, without logging in.' }),
  })
  .meta({ id: 'NetworkPlan' });

const listOf = <Item extends z.ZodType>(name: string, item: Item) => z.strictObject({ value: z.array(item) }).meta({ id: name });

export const subscriptionList = listOf(
  'SubscriptionList',
  z.strictObject({ subscriptionId: z.string(), name: z.string(), state: z.string() }),
);

export const resourceGroupList = listOf('ResourceGroupList', z.strictObject({ id, name: z.string(), location: z.string() }));

export const serverList = listOf(
  'ServerList',
  z.strictObject({
    kind: z.enum(['singleServer', 'flexibleServer']),
    id,
    name: z.string(),
    resourceGroup: z.string(),
    fullyQualifiedDomainName: z.string(),
    administratorLogin: z.string(),
    state: z.string().meta({ description: 'Only a server that is Ready can be migrated.' }),
    location: z.string(),
    version: z.string(),
    storageMb: count.optional(),
    sku: z.strictObject({ name: z.string(), tier: z.string() }).optional(),
    network: z.strictObject({
      access: z.enum(['public', 'private']),
      delegatedSubnetId: z.string().optional(),
      privateEndpoints: z.array(z.strictObject({ endpointId: z.string(), connectionId: z.string(), status: z.string() })).optional(),
    }),
  }),
);

export const databaseList = listOf(
  'DatabaseList',
  z.strictObject({ name: z.string(), encoding: z.string(), collation: z.string(), isSystem: z.boolean() }),
);

export const virtualNetworkList = listOf(
  'VirtualNetworkList',
  z.strictObject({ id, name: z.string(), location: z.string(), addressPrefixes: z.array(z.string()), subnets: count }),
);

export const subnetList = listOf(
  'SubnetList',
  z.strictObject({
    ...subnetFields,
    delegations: z.array(z.string()),
    securityGroupId: z.string().optional(),
    problems: z.array(weighedProblem).meta({ description: 'Whatever the servers are; the network plan knows of more.' }),
  }),
);

export const serverLook = z
  .strictObject({
    server: z.strictObject({
      host: z.string(),
      port: count,
      user: z.string(),
      version: z.string(),
      location: z.string().optional(),
    }),
    value: z.array(
      z.strictObject({
        name: z.string(),
        sizeBytes: count.nullable().meta({ description: 'Null: the login may not ask.' }),
        owner: z.string(),
        encoding: z.string(),
        collation: z.string(),
        isSystem: z.boolean().meta({ description: 'It belongs to the server and is never migrated.' }),
        isOpen: z.boolean().meta({ description: 'The login may connect to it.' }),
      }),
    ),
  })
  .meta({ id: 'ServerLook' });
