// Completion for bash. Made of words that hold no blanks and no quotes.
import type { Words } from './words';

export function bashCompletion({ after, choices, files }: Words): string {
  const commands = Object.keys(after).filter(Boolean);
  return `# bash completion of pgflex; use it with: source <(pgflex completion bash)
_pgflex() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${command:+$command }$word" in
${commands.map((command) => `      "${command}") command="${command}" ;;`).join('\n')}
    esac
  done
  COMPREPLY=()
  case "$previous" in
${Object.entries(choices)
  .map(([option, words]) => `    ${option}) COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$current")); return ;;`)
  .join('\n')}
    ${files.join('|')}) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  case "$command" in
${Object.entries(after)
  .map(([command, words]) => `    "${command}") COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$current")) ;;`)
  .join('\n')}
  esac
}
complete -F _pgflex pgflex
`;
}
