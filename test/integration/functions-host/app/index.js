// A plain Functions app for the tests of the host: HTTP functions as a person would write them, and the durable client's calls.
const { app } = require('@azure/functions');
const df = require('durable-functions');

/** Runs a durable client's method for the test: POST /api/client/{method} with the arguments as a JSON array. */
app.http('client', {
  route: 'client/{method}',
  methods: ['POST'],
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => {
    const client = df.getClient(context);
    const dates = (_key, value) => (typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*Z$/.test(value) ? new Date(value) : value);
    try {
      const result = await client[request.params.method](...JSON.parse(await request.text(), dates));
      return { jsonBody: { result: result ?? null } };
    } catch (error) {
      return { jsonBody: { error: error.message } };
    }
  },
});
app.http('checkStatus', {
  route: 'check/{name}',
  methods: ['POST'],
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => {
    const client = df.getClient(context);
    return client.createCheckStatusResponse(request, await client.startNew(request.params.name));
  },
});

app.http('echo', {
  route: 'Echo/{id:int}/{*rest}',
  methods: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'],
  handler: async (request) => ({
    status: 201,
    headers: { 'x-a': 'b' },
    jsonBody: {
      method: request.method,
      params: request.params,
      query: Object.fromEntries(request.query),
      url: request.url,
      body: await request.text(),
      header: request.headers.get('x-multi'),
    },
  }),
});
app.http('anything', { route: 'any/{value}', handler: async ({ params }) => ({ jsonBody: { from: 'anything', value: params.value } }) });
app.http('anyFixed', { route: 'any/fixed', handler: async () => ({ jsonBody: { from: 'anyFixed' } }) });
app.http('colon', { route: 'things:cancel', methods: ['POST'], handler: async () => ({ body: 'cancelled' }) });
app.http('cookies', {
  handler: async () => ({
    cookies: [
      { name: 'a', value: '1 2', httpOnly: true, maxAge: 60, sameSite: 'Strict' },
      { name: 'b', value: 'x', path: '/sub', secure: true, sameSite: 'None' },
    ],
  }),
});
app.http('nothing', { handler: async () => undefined });
app.http('emptyObject', { handler: async () => ({}) });
app.http('bytes', { handler: async () => ({ body: Buffer.from([1, 2, 255]) }) });
app.http('throws', {
  handler: async () => {
    throw new Error('the handler broke');
  },
});
app.http('bareString', { handler: async () => 'text' });
app.http('badStatus', { handler: async () => ({ status: 42 }) });
app.http('stream', {
  handler: async () => {
    const parts = ['one ', 'two'];
    return {
      body: new ReadableStream({
        pull(controller) {
          const part = parts.shift();
          if (part) controller.enqueue(new TextEncoder().encode(part));
          else controller.close();
        },
      }),
    };
  },
});
app.http('environment', {
  handler: async () => ({
    jsonBody: {
      hostname: process.env.WEBSITE_HOSTNAME,
      environment: process.env.AZURE_FUNCTIONS_ENVIRONMENT,
      root: process.env.AzureWebJobsScriptRoot,
      set: process.env.FROM_SETTINGS,
      kept: process.env.KEPT,
    },
  }),
});
app.http('memory', {
  handler: async () => {
    global.gc?.();
    return { jsonBody: process.memoryUsage() };
  },
});
