/** Refuses at start what this host could only ignore. */
import { type FunctionApp, triggerOf } from './core/function-app';

const supportedTriggers = ['httptrigger', 'timertrigger', 'orchestrationtrigger', 'activitytrigger'];
/** Bindings beside the trigger: the answer of an HTTP function, and the durable client under both of its names. */
const supportedBindings = ['http', 'durableclient', 'orchestrationclient'];

export function assertSupported(app: FunctionApp): void {
  for (const { metadata } of app.functions.values()) {
    const trigger = triggerOf(metadata);
    for (const [name, { type }] of Object.entries(metadata.bindings)) {
      const supported = name === trigger?.name ? supportedTriggers : supportedBindings;
      if (supported.includes(type.toLowerCase())) continue;
      throw new Error(
        `The local Functions host does not support bindings of type '${type}', which function '${metadata.name}' has. It supports ${[...supportedTriggers, ...supportedBindings].join(', ')}.`,
      );
    }
  }
}
