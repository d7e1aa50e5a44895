/** The door of this folder: what the rest of `local/` may use. */
export { type ServiceBus, type ServiceBusOptions, startServiceBus } from './start-service-bus';
