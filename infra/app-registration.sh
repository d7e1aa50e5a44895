#!/usr/bin/env bash
# Registers the API in Entra ID: the application that access tokens are for, its roles, and who has them. Safe to run again.
set -euo pipefail

usage() {
  cat <<'END'
Usage: infra/app-registration.sh [--name NAME] [--grant ROLE=OBJECT_ID]... [--dry-run]

Registers an application with the roles Migrations.Read, Migrations.Write and Migrations.Approve, and prints its client id: the
parameter tokenAudience of infra/main.bicep. What is there already is left as it is, so it can be run again at any time.

  --name NAME             display name of the application; default: pg-flex-migrator
  --grant ROLE=OBJECT_ID  gives a role to a user, group or service principal, by its object id; may be repeated
  --dry-run               looks only, and prints what it would change
  --help                  prints this

Needs az, signed in to the tenant (az login) with the right to register applications, and node. A grant needs the role
Cloud Application Administrator in Entra ID or a higher one.
END
}

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

name=pg-flex-migrator
dry_run=
grants=()
while (($#)); do
  case $1 in
    --name) name=${2:?--name needs a value} && shift 2 ;;
    --grant) grants+=("${2:?--grant needs a value}") && shift 2 ;;
    --dry-run) dry_run=yes && shift ;;
    -h | --help) usage && exit 0 ;;
    *) printf 'Unknown option: %s\n\n' "$1" >&2 && usage >&2 && exit 2 ;;
  esac
done

roles='Migrations.Read, Migrations.Write, Migrations.Approve'
for grant in ${grants[@]+"${grants[@]}"}; do
  [[ ", $roles, " == *", ${grant%%=*}, "* ]] || fail "--grant $grant: the roles are $roles."
  [[ ${grant#*=} =~ ^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$ ]] || fail "--grant $grant: an object id is a GUID."
done
command -v az >/dev/null || fail 'az is not installed.'
command -v node >/dev/null || fail 'node is not installed.'
here=$(cd "$(dirname "$0")" && pwd)

# Everything that changes anything goes through here.
change() {
  if [[ $dry_run ]]; then
    printf 'would run: az' >&2
    printf ' %q' "$@" >&2
    printf '\n' >&2
  else
    az "$@"
  fi
}

# Sends what app-registration.mjs finds missing: lines of method, address and body.
mend() {
  local method url body
  while IFS=$'\t' read -r method url body; do
    change rest --method "$method" --url "$1/$url" --headers Content-Type=application/json --body "$body" >/dev/null
  done
}

graph=$(az cloud show --query endpoints.microsoftGraphResourceId --output tsv)
graph=${graph%/}/v1.0
tenant=$(az account show --query tenantId --output tsv)

found=$(az ad app list --filter "displayName eq '${name//\'/\'\'}'" --query '[].[id, appId]' --output tsv)
if [[ $(wc -l <<<"$found") -gt 1 ]]; then
  fail "Several applications are called '$name': rename the others, or choose another --name."
fi
if [[ ! $found ]]; then
  found=$(change ad app create --display-name "$name" --sign-in-audience AzureADMyOrg --query '[id, appId]' --output tsv)
  if [[ $dry_run ]]; then
    printf 'would give it the roles %s, and a service principal\n' "$roles" >&2
    exit 0
  fi
fi
read -r object_id client_id <<<"${found//$'\n'/ }" # a list of two is printed on one line or on two, by the version of az

application=$(az rest --method GET --url "$graph/applications/$object_id" --output json)
missing=$(node "$here/app-registration.mjs" application "$application")
if [[ $missing ]]; then mend "$graph" <<<"$missing"; fi

principal_id=$(az ad sp list --filter "appId eq '$client_id'" --query '[].id' --output tsv)
if [[ ! $principal_id ]]; then
  principal_id=$(change ad sp create --id "$client_id" --query id --output tsv)
  if [[ $dry_run ]]; then exit 0; fi
fi
principal=$(az rest --method GET --url "$graph/servicePrincipals/$principal_id" --output json)
assigned=$(az rest --method GET --url "$graph/servicePrincipals/$principal_id/appRoleAssignedTo?\$top=999" --output json)
missing=$(node "$here/app-registration.mjs" principal "$principal" "$assigned" ${grants[@]+"${grants[@]}"})
if [[ $missing ]]; then mend "$graph" <<<"$missing"; fi

echo "tenant:        $tenant"
echo "tokenAudience: $client_id"
echo "token:         az account get-access-token --scope api://$client_id/.default --query accessToken --output tsv"
