// `pgflex completion`
import { Argument } from 'commander';
import { bashCompletion } from '../completion/bash';
import { wordsOf } from '../completion/words';
import { zshCompletion } from '../completion/zsh';
import type { AddVerb } from './verb';

const scripts = { bash: bashCompletion, zsh: zshCompletion };

export const addCompletion: AddVerb = (parent, { terminal }) => {
  parent
    .command('completion')
    .description('Writes a script that completes commands and options: source <(pgflex completion bash).')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(scripts)))
    .action((shell: keyof typeof scripts) => terminal.out.say(scripts[shell](wordsOf(parent))));
};
