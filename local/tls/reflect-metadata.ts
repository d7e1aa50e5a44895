// The three Reflect functions that tsyringe, a dependency of @peculiar/x509, asks for at load; x509 leaves the choice of polyfill to its user.

interface MetadataReflect {
  getMetadata?: (key: unknown, target: object) => unknown;
  getOwnMetadata?: (key: unknown, target: object) => unknown;
  defineMetadata?: (key: unknown, value: unknown, target: object) => void;
}

/** Does nothing if a real polyfill is there. */
export function provideReflectMetadata(): void {
  const reflect = Reflect as MetadataReflect;
  if (reflect.getMetadata) return;
  const byTarget = new WeakMap<object, Map<unknown, unknown>>();
  const own = (key: unknown, target: object) => byTarget.get(target)?.get(key);
  const inherited = (key: unknown, target: object): unknown => {
    for (let holder: object | null = target; holder; holder = Object.getPrototypeOf(holder)) {
      if (byTarget.get(holder)?.has(key)) return own(key, holder);
    }
    return undefined;
  };
  reflect.getMetadata = inherited;
  reflect.getOwnMetadata = own;
  reflect.defineMetadata = (key, value, target) => {
    byTarget.set(target, (byTarget.get(target) ?? new Map()).set(key, value));
  };
}
