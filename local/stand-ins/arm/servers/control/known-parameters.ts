// Which parameters a local server has, and what it takes for a value: its own binary says so.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { valuesIn } from './configuration-file';
import { binaryOf, environmentOf } from './server-binary';

export interface KnownParameter {
  name: string;
  /** In force only after a restart. */
  isStatic: boolean;
  dataType: 'Boolean' | 'Integer' | 'Numeric' | 'Enumeration' | 'String';
  defaultValue: string;
  allowedValues: string;
  description: string;
}

const run = promisify(execFile);
const maxOutputBytes = 4 * 1024 * 1024;

const dataTypes: Record<string, KnownParameter['dataType']> = {
  BOOLEAN: 'Boolean',
  INTEGER: 'Integer',
  REAL: 'Numeric',
  ENUM: 'Enumeration',
  STRING: 'String',
};

/** Azure sets these itself. */
const hidden = /^(data_directory|hba_file|ident_file|config_file|external_pid_file|port|listen_addresses|unix_socket_\w+|ssl_\w+_file)$/;

export async function knownParameters(dataDirectory: string): Promise<KnownParameter[]> {
  const binary = await binaryOf(dataDirectory);
  const [{ stdout }, sample] = await Promise.all([
    run(binary, ['--describe-config'], { env: environmentOf(binary), maxBuffer: maxOutputBytes }),
    readFile(join(dirname(binary), '..', 'share', 'postgresql', 'postgresql.conf.sample'), 'utf8'),
  ]);
  const defaults = valuesIn(sample.replaceAll(/^#(?=\w)/gm, ''));
  return stdout.split('\n').flatMap((line): KnownParameter[] => {
    const [name = '', context = '', _group, type = '', value = '', least = '', most = '', description = ''] = line.split('\t');
    if (!name || hidden.test(name) || context === 'internal') return [];
    const isBoolean = type === 'BOOLEAN';
    return [
      {
        name,
        isStatic: context === 'postmaster',
        dataType: dataTypes[type] ?? 'String',
        // Numbers are told only as they are before a server has set itself up: 0. The sample file knows them, as SHOW would write them.
        defaultValue: defaults.get(name.toLowerCase()) ?? (isBoolean ? (value === 'TRUE' ? 'on' : 'off') : value),
        allowedValues: isBoolean ? 'on,off' : least && most ? `${least}-${most}` : '',
        description,
      },
    ];
  });
}

/** Whether the server would start with this value. */
export async function takesValue(dataDirectory: string, name: string, value: string): Promise<boolean> {
  const binary = await binaryOf(dataDirectory);
  const tried = run(binary, ['-C', name, '-D', dataDirectory, '-c', `${name}=${value}`], { env: environmentOf(binary) });
  return tried.then(
    () => true,
    () => false,
  );
}
