// A small JSON document that is kept in memory and on disk: what `update` has acknowledged survives a kill at any moment.
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { writeAtomically } from './write-atomically';

export interface StateFile<T> {
  /** The last acknowledged state. Not to be changed by the reader. */
  read(): T;
  /** Changes a copy, writes it, and only then shows it. A change that throws leaves everything as it was. Updates run one after the other. */
  update<R>(change: (draft: T) => R): Promise<R>;
}

/** Opens the document, or creates it with `initial`. The file is readable by its owner only. */
export async function openStateFile<T>(file: string, schema: z.ZodType<T>, initial: () => T | Promise<T>): Promise<StateFile<T>> {
  await mkdir(dirname(file), { recursive: true });
  const stored = await readStored(file, schema);
  let current = stored ?? (await initial());
  const write = (state: T) => writeAtomically(file, JSON.stringify(state), 0o600);
  if (!stored) await write(current);

  let last: Promise<unknown> = Promise.resolve();
  return {
    read: () => current,
    update(change) {
      const mine = last.then(async () => {
        const draft = structuredClone(current);
        const result = change(draft);
        await write(draft);
        current = draft;
        return result;
      });
      last = mine.catch(() => undefined); // the caller of this update gets the error; the next update is not concerned
      return mine;
    },
  };
}

async function readStored<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const parsed = schema.safeParse(parseJson(text, file));
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map((issue) => issue.path.join('.') || '(root)').join(', '); // not the values: they may be secrets
  throw new Error(
    `The state file ${file} is not as expected at: ${places}. It was changed by hand, or by another version; npm start -- --fresh begins anew.`,
  );
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`The state file ${file} is not JSON. npm start -- --fresh begins anew.`); // a SyntaxError would quote the text
  }
}
