/** Finds and loads the app of a folder: `main` of its package.json, which may be a glob, CommonJS or ESM. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FunctionApp } from './function-app';
import { findFiles, isGlob } from './glob';

export async function loadApp(app: FunctionApp, root: string): Promise<void> {
  for (const file of entryFiles(root)) await loadFile(path.join(root, file));
  const model = app.model();
  if (!model)
    throw new Error(`The app in ${root} registered no functions. Does its entry file load the modules that call app.http, app.timer ...?`);
  // Asking for capabilities also ends the time in which the app may call app.setup.
  const capabilities = await model.getCapabilities({ RpcHttpBodyOnly: 'true' });
  if (capabilities.HttpUri)
    throw new Error('The local Functions host does not support app.setup({ enableHttpStream: true }); leave it out.');
  for (const hook of app.hooks.appStart) await hook({ hookData: {}, appHookData: app.appHookData, functionAppDirectory: root });
  app.lock();
}

async function loadFile(file: string): Promise<void> {
  try {
    await import(pathToFileURL(file).href);
  } catch (error) {
    // The stack names the line of the app that failed; the message alone would not.
    throw new Error(`The app's file ${file} could not be loaded: ${error instanceof Error ? error.stack : error}`, { cause: error });
  }
}

function entryFiles(root: string): string[] {
  const { main } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { main?: string };
  if (!main) throw new Error(`${path.join(root, 'package.json')} has no "main"; set it to the file that registers the functions.`);
  if (!isGlob(main)) return [main];
  const files = findFiles(root, main);
  if (files.length === 0)
    throw new Error(`"main" of ${path.join(root, 'package.json')} is '${main}', which matches no file. Is the app built?`);
  return files;
}
