// What was asked of the local Resource Manager, in the order of its answers: for tests that count, and that choose which call shall fail.

export interface LoggedRequest {
  number: number;
  at: string;
  method: string;
  path: string;
  action: string;
  /** Client id of the caller's token. */
  client?: string;
  status: number;
  /** Kind of the fault that was applied. */
  fault?: string;
}

export interface RequestLog {
  add(request: Omit<LoggedRequest, 'number' | 'at'>): void;
  /** Those with a higher number. */
  after(number: number): LoggedRequest[];
  clear(): void;
}

const kept = 20_000; // a migration with dms makes a few hundred

export function requestLog(): RequestLog {
  let requests: LoggedRequest[] = [];
  let last = 0;
  return {
    add(request) {
      requests.push({ number: ++last, at: new Date().toISOString(), ...request });
      if (requests.length > kept) requests = requests.slice(-kept / 2);
    },
    after: (number) => requests.filter((request) => request.number > number),
    clear() {
      requests = [];
    },
  };
}
