// What a verb works with: the service, the terminal, and how results are to look.
import { type ApiClient, apiClient } from './client/api-client';
import { type ConnectionOptions, findConnection } from './client/connection';
import { type Listing, type OutputFormat, printListing } from './output/listing';
import type { Terminal } from './terminal';

export interface SessionOptions extends ConnectionOptions {
  output: OutputFormat;
}

export interface Session {
  client: ApiClient;
  terminal: Terminal;
  output: OutputFormat;
  print(listing: Listing): void;
  /** To people, beside the result. */
  note(line: string): void;
}

export async function openSession(options: SessionOptions, terminal: Terminal): Promise<Session> {
  const { output } = options;
  return {
    client: apiClient(await findConnection(options, terminal), terminal),
    terminal,
    output,
    print: (listing) => printListing(terminal, output, listing),
    note: (line) => terminal.notes.say(line),
  };
}
