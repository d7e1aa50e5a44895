/** Imports go one way (DESIGN 2). Each rule names a folder and the only ones it may import from, node_modules aside. */
const only = (name, from, to, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: '^(app\\.ts|functions|orchestrators|activities|shared|cli|local|bench|test|portal)', pathNot: to },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^@azure/functions-core$' } },
    only('functions-import-shared', '^functions/', '^(functions|shared)/'),
    only('activities-import-shared', '^activities/', '^(activities|shared)/'),
    only('orchestrators-import-domain', '^orchestrators/', '^(orchestrators/|shared/domain/)'),
    {
      name: 'orchestrators-are-pure',
      severity: 'error',
      from: { path: '^orchestrators/' },
      to: { dependencyTypes: ['core', 'npm'], pathNot: 'node_modules/durable-functions/' },
    },
    only('domain-imports-nothing', '^shared/domain/', '^shared/domain/'),
    only('contract-imports-domain', '^shared/contract/', '^shared/(contract|domain|engines/engine|migrations/types|network/types)'),
    only('network-imports-domain', '^shared/network/', '^shared/(network|domain)/'),
    only('report-imports-contract', '^shared/report/', '^shared/(report/|domain/|contract/encode-report|engines/engine)'),
    only('postgres-imports-domain', '^shared/postgres/', '^shared/(postgres|domain)/|^shared/engines/engine'),
    only('rules-import-postgres-azure', '^shared/rules/', '^shared/(rules|postgres|azure|domain)/'),
    only('direct-imports-postgres', '^shared/engines/direct/', '^shared/(engines/(direct|engine)|postgres/|domain/)'),
    only('azure-imports-config', '^shared/azure/', '^shared/(azure/|domain/|network/(types|free-addresses)|config)'),
    only('dms-imports-direct', '^shared/engines/dms/', '^shared/(engines/(dms|direct|engine)|azure/|postgres/|domain/)'),
    only('auth-imports-config', '^shared/auth/', '^shared/(auth/|domain/|config)'),
    only('state-imports-config', '^shared/state/', '^shared/(state/|azure/credential|domain/|engines/engine|config)'),
    only('events-import-state', '^shared/events/', '^shared/(events/|state/|azure/(credential|key-vault)|domain/|config)'),
    only('cli-imports-contract', '^cli/', '^(cli|shared/(contract|domain))/'),
    only('portal-imports-contract', '^portal/', '^(portal|shared/(contract|domain))/'),
    only('shared-knows-no-host', '^shared/', '^shared/'),
    {
      name: 'local-knows-the-product-by-http',
      severity: 'error',
      comment: 'local/ starts the product as a separate process; it may import types from shared/domain and shared/contract.',
      from: { path: '^local/', pathNot: '^local/verify/' },
      to: { path: '^(app\\.ts|functions|orchestrators|activities|shared)', pathNot: '^shared/(domain|contract)/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'require', 'import', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
