// The completion script, as bash itself understands it.
import { execFileSync } from 'node:child_process';
import { bashCompletion } from '../../../cli/completion/bash';
import { wordsOf } from '../../../cli/completion/words';
import { program } from '../../../cli/program';
import type { Terminal } from '../../../cli/terminal';

const script = bashCompletion(wordsOf(program({ terminal: {} as Terminal, ended: () => undefined })));

const completed = (...words: string[]) =>
  execFileSync(
    'bash',
    ['-c', `${script}\nCOMP_WORDS=(pgflex "$@"); COMP_CWORD=$#; _pgflex; printf '%s\\n' "\${COMPREPLY[@]}"`, 'bash', ...words],
    {
      encoding: 'utf8',
    },
  )
    .trim()
    .split('\n');

test.each([
  ['commands', ['mig'], ['migration']],
  ['verbs', ['migration', 'c'], ['create', 'cancel']],
  ['options', ['migration', 'watch', '--unt'], ['--until-wait']],
  ['choices', ['migration', 'list', '--filter', ''], ['Active', 'All']],
  ['choices of a short option', ['plan', '-o', 'j'], ['json']],
  ['arguments', ['completion', ''], expect.arrayContaining(['bash', 'zsh'])],
  ['files', ['plan', '--properties', 'package.js'], ['package.json']],
])('%s', (_what, words, expected) => expect(completed(...words)).toEqual(expected));
