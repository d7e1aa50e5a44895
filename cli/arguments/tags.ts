// `--tags key=value ...`, as az has them.
import { usageFailure } from '../failure';

export function tagsOf(given: readonly string[]): Record<string, string> {
  const pairs = given.filter(Boolean).map((text) => {
    const at = text.indexOf('=');
    if (at === 0) throw usageFailure(`--tags: '${text}' has no key: write key=value.`);
    return at < 0 ? ([text, ''] as const) : ([text.slice(0, at), text.slice(at + 1)] as const);
  });
  return Object.fromEntries(pairs);
}
