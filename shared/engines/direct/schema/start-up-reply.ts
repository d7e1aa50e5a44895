// What a server says at the start of a session: for a client that speaks on a session which has its own start behind it.

const type = { authentication: 'R', parameterStatus: 'S', backendKeyData: 'K', readyForQuery: 'Z' } as const;

/** Authentication accepted, the server's parameters, ready. */
export function startUpReply(parameters: Readonly<Record<string, string>>): Buffer {
  return Buffer.concat([
    message(type.authentication, Buffer.alloc(4)),
    ...Object.entries(parameters).map(([name, value]) => message(type.parameterStatus, Buffer.from(`${name}\0${value}\0`))),
    message(type.backendKeyData, Buffer.alloc(8)), // it cancels nothing: whoever wants an end ends the session
    message(type.readyForQuery, Buffer.from('I')),
  ]);
}

function message(kind: string, body: Buffer): Buffer {
  const header = Buffer.alloc(5);
  header.write(kind, 0, 'latin1');
  header.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
}
