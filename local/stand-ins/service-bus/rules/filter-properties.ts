/** What a filter can see of a message: its application properties and the system properties that travel in it, never its body. */
import type { Typed } from 'rhea';
import type { Message } from '../amqp/message';
import { listItems, mapEntries, readSections, sections } from '../amqp/message-codec';

/** As C#, in whose terms the service defines its filters: whole numbers are bigint, all others number. Times are milliseconds. */
export type FilterValue = string | boolean | bigint | number;

export interface FilterProperties {
  /** `undefined`: the message has no such property, or a null. Names know no upper and lower case. */
  user(name: string): FilterValue | undefined;
  system(name: SystemProperty): FilterValue | undefined;
}

/** Positions in the properties section, AMQP 1.0 part 3.2.4. */
const systemPositions = {
  messageid: 0,
  to: 2,
  label: 3,
  replyto: 4,
  correlationid: 5,
  contenttype: 6,
  sessionid: 10,
  replytosessionid: 12,
} as const;

export type SystemProperty = keyof typeof systemPositions;

export const isSystemProperty = (name: string): name is SystemProperty => Object.hasOwn(systemPositions, name);

/** As a person writes them, for messages about a wrong name. */
export const systemPropertyNames = ['MessageId', 'To', 'Label', 'ReplyTo', 'CorrelationId', 'ContentType', 'SessionId', 'ReplyToSessionId'];

export function filterProperties(message: Message): FilterProperties {
  const all = readSections(message.raw);
  const items = listItems(all.find(({ code }) => code === sections.properties));
  const entries = mapEntries(all.find(({ code }) => code === sections.applicationProperties));
  const user = new Map(Object.entries(entries).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    user: (name) => filterValueOf(user.get(name.toLowerCase())),
    system: (name) => filterValueOf(items[systemPositions[name]]),
  };
}

const wholeNumbers = /^(u?byte|u?short|(small)?u?int|(small)?u?long|uint0|ulong0)$/i;

/** Types that no filter can compare (binary, lists) count as absent. */
function filterValueOf(typed: Typed | undefined): FilterValue | undefined {
  const value: unknown = typed?.value;
  const type = String((typed?.type as { name?: string } | undefined)?.name ?? '');
  if (value === null || value === undefined) return undefined;
  if (Buffer.isBuffer(value)) {
    if (/^ulong$/i.test(type)) return value.readBigUInt64BE();
    if (/^long$/i.test(type)) return value.readBigInt64BE();
    return type.toLowerCase() === 'uuid' ? uuidText(value) : undefined;
  }
  if (value instanceof Date) return BigInt(value.getTime());
  if (typeof value === 'number') return wholeNumbers.test(type) && Number.isInteger(value) ? BigInt(value) : value;
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint' ? value : undefined;
}

const uuidText = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
