// Opens a server at the port it had before, or at a free one if somebody else has taken that meanwhile.

export async function atPreferredPort<T>(port: number | undefined, open: (port: number) => Promise<T>): Promise<T> {
  if (!port) return open(0);
  try {
    return await open(port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return open(0);
  }
}
