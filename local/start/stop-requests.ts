// Tells when somebody wants this process to end: a signal, or the death of the shell in which npm runs it.

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const parentPollMs = 250;

/**
 * Calls back once, at the first request. npm passes SIGTERM to the shell it started (`sh -c "build && node ..."`), which dies without passing it
 * on; our only sign is that our parent has changed, and no event tells that. Without npm an orphan is a daemon, and that is legitimate.
 */
export function onStopRequest(stop: (reason: string) => void): void {
  let asked = false;
  const ask = (reason: string) => {
    if (asked) return;
    asked = true;
    clearInterval(watch);
    stop(reason);
  };
  for (const signal of signals) process.on(signal, () => ask(signal));
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event && process.ppid !== parent) ask('the end of npm');
  }, parentPollMs);
  watch.unref();
}
