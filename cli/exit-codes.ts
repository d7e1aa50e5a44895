// How pgflex ends: every exit code and what it means. Help and docs/cli.md are written from here.

export const exitCodes = {
  ok: { code: 0, means: 'Done. Of a migration that was waited for: Succeeded.' },
  error: { code: 1, means: 'The service refused, or something else went wrong; the message says what.' },
  usage: { code: 2, means: 'The command line is wrong; nothing was done.' },
  failed: { code: 3, means: 'The migration that was waited for ended Failed or ValidationFailed.' },
  canceled: { code: 4, means: 'The migration that was waited for ended Canceled.' },
  waits: { code: 5, means: 'The migration waits for a person (watch --until-wait), or somebody said no to a question.' },
  signIn: { code: 6, means: 'Not signed in, or without the role that this takes.' },
  notFound: { code: 7, means: 'There is no such migration, approval or server.' },
  unreachable: { code: 8, means: 'The service does not answer, or has no time (after three more attempts).' },
  interrupted: { code: 130, means: 'Ctrl-C. A migration that runs goes on.' },
} as const;

export type Exit = keyof typeof exitCodes;
