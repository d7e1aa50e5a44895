/** Writes the health of this service: every dependency by name; if one does not answer, an error envelope that names it as well. */
export interface DependencyState {
  name: string;
  ok: boolean;
  message?: string;
}

export function encodeHealth(dependencies: readonly DependencyState[]) {
  const failed = dependencies.filter(({ ok }) => !ok);
  const healthy = !failed.length;
  const message = `Not answering: ${failed.map(({ name, message: reason }) => (reason ? `${name} (${reason})` : name)).join(', ')}.`;
  return {
    healthy,
    body: {
      status: healthy ? 'Healthy' : 'Unhealthy',
      ...(healthy ? {} : { error: { code: 'DependencyUnavailable', message } }),
      dependencies,
    },
  };
}
