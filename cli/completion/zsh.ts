// Completion for zsh, which runs that of bash.
import { bashCompletion } from './bash';
import type { Words } from './words';

export const zshCompletion = (words: Words): string =>
  `#compdef pgflex
# zsh completion of pgflex; use it with: source <(pgflex completion zsh)
autoload -Uz bashcompinit && bashcompinit
${bashCompletion(words)}`;
