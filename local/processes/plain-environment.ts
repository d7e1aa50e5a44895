// The environment for a child that needs nothing of ours: no settings that would steer it, and nothing that may be a secret.

const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ', 'USER', 'LOGNAME'];

export function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}
