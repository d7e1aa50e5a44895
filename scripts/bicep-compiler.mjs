// Gets the Bicep compiler: one version, from NuGet by the .NET SDK, kept in a folder that git ignores.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const version = '0.49.2';
const cache = resolve('node_modules', '.cache', 'bicep');
const restoreLimitMs = 120_000; // 40 MB

/** NuGet's names of the platforms, by Node's. */
const platforms = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'osx-x64',
  'darwin-arm64': 'osx-arm64',
  'win32-x64': 'win-x64',
};

/** `path` of the program, or `why` it is not to be had here. */
export function getBicep() {
  const platform = platforms[`${process.platform}-${process.arch}`];
  if (!platform) return { why: `there is no Bicep compiler for ${process.platform}-${process.arch}` };
  const name = `Azure.Bicep.CommandLine.${platform}`;
  const program = process.platform === 'win32' ? 'bicep.exe' : 'bicep';
  const folder = join(cache, name.toLowerCase(), version);
  const path = join(folder, 'tools', program);
  // Written last, so that what was interrupted is fetched again.
  if (!existsSync(join(folder, '.nupkg.metadata'))) {
    const problem = restore(name);
    if (problem) return { why: `the Bicep compiler ${version} is not to be had: ${problem}` };
    chmodSync(path, 0o755);
  }
  return { path };
}

/** Why it failed, if it did. */
function restore(name) {
  const project = join(cache, 'compiler.csproj');
  mkdirSync(cache, { recursive: true });
  writeFileSync(
    project,
    `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>netstandard2.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageDownload Include="${name}" Version="[${version}]" /></ItemGroup>
</Project>
`,
  );
  const { error, status, stdout } = spawnSync('dotnet', ['restore', '--packages', cache, project], {
    encoding: 'utf8',
    timeout: restoreLimitMs,
  });
  if (error) return error.code === 'ENOENT' ? 'it comes with the .NET SDK (dotnet), which is not installed' : error.message;
  if (status !== 0) return `dotnet restore ended with ${status}: ${stdout.trim().split('\n').at(-1)}`;
  return undefined;
}
