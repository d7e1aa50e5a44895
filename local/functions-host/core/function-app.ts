/** What an app registered while it was loaded: functions, hooks, programming model, and the core API through which it did. */
import type { CoreApi, Disposable, FunctionCallback, FunctionMetadata, HookCallback, LogLevel, ProgrammingModel } from './core-api';

/** Versions that the app may read; they are those of the real host on which the behaviour was observed. */
const hostVersion = '4.1037.0';
const workerVersion = '3.9.1';

const hookNames = ['preInvocation', 'postInvocation', 'appStart', 'appTerminate', 'log'] as const;
export type HookName = (typeof hookNames)[number];

export interface RegisteredFunction {
  metadata: FunctionMetadata;
  callback: FunctionCallback;
}

export type AppLog = (level: LogLevel, category: string, message: string, functionName?: string, invocationId?: string) => void;

export interface FunctionApp {
  readonly api: CoreApi;
  readonly functions: ReadonlyMap<string, RegisteredFunction>;
  readonly hooks: Record<HookName, HookCallback[]>;
  /** Shared by all hooks of the app, as the worker does. */
  readonly appHookData: Record<string, unknown>;
  readonly log: AppLog;
  model(): ProgrammingModel | undefined;
  /** After this, registering a function is an error. */
  lock(): void;
}

export function createFunctionApp(log: AppLog): FunctionApp {
  const functions = new Map<string, RegisteredFunction>();
  const hooks: Record<HookName, HookCallback[]> = { preInvocation: [], postInvocation: [], appStart: [], appTerminate: [], log: [] };
  let model: ProgrammingModel | undefined;
  let locked = false;

  const api: CoreApi = {
    version: workerVersion,
    hostVersion,
    Disposable: CoreDisposable,
    log: (level, category, message) => log(level, category, message),
    setProgrammingModel(next) {
      model = next;
    },
    getProgrammingModel: () => model,
    registerFunction(metadata, callback) {
      if (locked) throw new Error(`Function '${metadata.name}' was registered after start-up; register functions while the app is loaded.`);
      if (functions.has(metadata.name)) throw new Error(`A function with the name '${metadata.name}' has already been registered.`);
      functions.set(metadata.name, { metadata, callback });
      return new CoreDisposable(() => functions.delete(metadata.name));
    },
    registerHook(name, callback) {
      const list = isHookName(name) ? hooks[name] : undefined;
      // @azure/functions probes for hooks by this very error.
      if (!list) throw Object.assign(new RangeError(`Unrecognized hook "${name}"`), { isAzureFunctionsSystemError: true });
      list.push(callback);
      return new CoreDisposable(() => list.splice(list.indexOf(callback), 1));
    },
  };

  return {
    api,
    functions,
    hooks,
    appHookData: {},
    log,
    model: () => model,
    lock() {
      locked = true;
    },
  };
}

/** The binding that starts a function, with its name; every registered function has exactly one. */
export function triggerOf(metadata: FunctionMetadata): { name: string; type: string; options: Record<string, unknown> } | undefined {
  const entry = Object.entries(metadata.bindings).find(([, binding]) => /trigger$/i.test(binding.type));
  return entry && { name: entry[0], type: entry[1].type, options: entry[1] };
}

/** The function of that name if it has that kind of trigger. Durable looks names up regardless of case. */
export function findFunction(app: FunctionApp, name: string, triggerType: string): RegisteredFunction | undefined {
  const exact = app.functions.get(name);
  const found = exact ?? [...app.functions.values()].find(({ metadata }) => metadata.name.toLowerCase() === name.toLowerCase());
  return found && triggerOf(found.metadata)?.type.toLowerCase() === triggerType.toLowerCase() ? found : undefined;
}

function isHookName(name: string): name is HookName {
  return (hookNames as readonly string[]).includes(name);
}

/** A class because the core API hands out the constructor itself. */
class CoreDisposable implements Disposable {
  constructor(private readonly release: () => unknown) {}

  static from(...disposables: Disposable[]): CoreDisposable {
    return new CoreDisposable(() => {
      for (const disposable of disposables) disposable.dispose();
    });
  }

  dispose(): void {
    this.release();
  }
}
