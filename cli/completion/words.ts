// What may come after each command: its own commands and options, and the choices of an option.
import type { Command } from 'commander';

export interface Words {
  /** By command, e.g. `migration show`; the root is the empty string. */
  after: Record<string, string[]>;
  /** By option, e.g. `--output`. */
  choices: Record<string, string[]>;
  /** Options whose value is a file. */
  files: string[];
}

export function wordsOf(root: Command): Words {
  const words: Words = { after: {}, choices: {}, files: [] };
  collect(root, '', words);
  return words;
}

function collect(command: Command, path: string, words: Words): void {
  const own = [...command.commands];
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  const options = command.options.filter(({ hidden }) => !hidden);
  words.after[path] = [...own.map((each) => each.name()), ...choices, ...options.flatMap(({ long }) => long ?? []), '--help'];
  for (const { long, short, argChoices, flags } of options) {
    for (const name of [long, short]) {
      if (name && argChoices) words.choices[name] = argChoices;
      if (name && /<@?file>/.test(flags) && !words.files.includes(name)) words.files.push(name);
    }
  }
  for (const each of own) collect(each, `${path} ${each.name()}`.trim(), words);
}
