/** A failure that the search itself made: never a defect of the product. */
const name = 'InjectedFault';

export const injectedFault = (what: string): Error => Object.assign(new Error(`Injected: ${what}.`), { name });

export const isInjected = (error: unknown): boolean => error instanceof Error && error.name === name;
