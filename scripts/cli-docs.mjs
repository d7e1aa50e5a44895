// Checks that docs/cli.md is what the commands of cli/ say; `--write` writes it.
import { load, writeOrCheck } from './typescript.mjs';

const { program } = load('../cli/program.ts');
const { exitCodes } = load('../cli/exit-codes.ts');

const width = 110;
const root = program({ terminal: { environment: {} }, ended: () => undefined });

/** Commands that do something, in the order of the help. */
const verbs = (command) => (command.commands.length ? command.commands.flatMap(verbs) : [command]);
const path = (command) => (command.parent ? `${path(command.parent)} ${command.name()}` : command.name());
function help(command) {
  command.configureOutput({ getOutHelpWidth: () => width, getOutHasColors: () => false });
  return `## ${path(command)}\n\n\`\`\`\n${command.helpInformation().trim()}\n\`\`\`\n`;
}

writeOrCheck(
  'docs/cli.md',
  `# The command line \`pgflex\`

Written from [cli/](../cli) by \`node scripts/cli-docs.mjs --write\`.

\`\`\`
npm ci && npm run build
npx pgflex --help
\`\`\`

Beside \`npm start\` in this folder it needs no more: addresses and credentials come from \`.local/endpoints.json\`. Otherwise:

\`\`\`
export PGFLEX_ENDPOINT=https://<the service>
npx pgflex login
npx pgflex check --name <target> -g <group> --subscription <id> --source old-server.example:5432@admin --db-names orders customers
npx pgflex migration create --name <target> -g <group> --subscription <id> --source old-server.example:5432@admin --db-names orders customers --watch
\`\`\`

The verbs of \`migration\` and their options are those of \`az postgres flexible-server migration\`, and \`--properties\` takes its files: Azure's
property names in any casing, with or without \`properties\` around them.

**The service** is \`--endpoint\`, else \`PGFLEX_ENDPOINT\`, else what \`npm start\` runs here; the first two may also be an \`endpoints.json\`. Plain
http is for this machine only. \`--ca-file\` or \`NODE_EXTRA_CA_CERTS\` name an authority of your own, \`HTTPS_PROXY\` a proxy. A service that is busy
(429, 503) or does not answer is asked three more times.

**Signing in.** \`login\` keeps how you sign in, in \`$XDG_CONFIG_HOME/pgflex\` or \`~/.config/pgflex\` (\`PGFLEX_CONFIG_DIR\`), readable by you only; of a device
code the tokens too, unencrypted. Without it, \`AZURE_TENANT_ID\`, \`AZURE_CLIENT_ID\` and \`AZURE_CLIENT_SECRET\` (or a certificate) count: no \`login\` in a
pipeline. Which tenant and which scope, the service says itself.

**Passwords** come from \`--source-password @file\`, \`PGFLEX_SOURCE_PASSWORD\`, the file of \`--properties\`, or a question at the terminal; so for the target, and
\`PGFLEX_AAD_SECRET\` for an AAD app that the file names. A password as an argument works, with a warning: other users of the machine see it.

**Output.** \`--output table\` is for people, \`json\` and \`tsv\` are for programs: messages, questions and progress then go to stderr. \`json\` of \`create\`, \`show\`,
\`list\` and \`update\` is Azure's resource. Colours and bars appear on a terminal only (\`NO_COLOR\` switches colours off); in a pipe progress is lines.

**Completion**: \`source <(npx pgflex completion bash)\` or \`zsh\`, for a shell in which \`pgflex\` is a command (\`npm link\`).

## Exit codes

| code | means |
| --- | --- |
${Object.values(exitCodes)
  .map(({ code, means }) => `| ${code} | ${means} |`)
  .join('\n')}

${verbs(root).map(help).join('\n')}`,
  'scripts/cli-docs.mjs',
);
