// The replication slots that the service makes on the source, under names of its own, and leaves there when its task ends early.
import { setTimeout as delay } from 'node:timers/promises';
import type { CatalogSession } from '../../postgres/catalog-session';
import { quoteLiteral } from '../../postgres/quote';
import { serverMessage } from '../../postgres/server-message';
import { loadSql } from '../../postgres/sql';
import type { Released } from '../engine';

interface Slot {
  name: string;
  isBusy: boolean;
  isOwn: boolean;
  pid: number | null;
}

const slotsSql = loadSql(__dirname, 'replication-slots');

const readSlots = (source: CatalogSession) => source.rows<Slot>(slotsSql);

/** Those that were there before the task are nobody's business. */
export async function slotsOfDatabase(source: CatalogSession): Promise<string[]> {
  return (await readSlots(source)).map(({ name }) => name);
}

/** A slot that somebody else reads just now is his, whenever it came. */
export async function slotsSince(source: CatalogSession, before: readonly string[]): Promise<string[]> {
  const slots = await readSlots(source);
  return slots.filter(({ name, isBusy, isOwn }) => !before.includes(name) && (!isBusy || isOwn)).map(({ name }) => name);
}

/** A reader that was ended takes a moment to leave its slot. */
const dropWithinMs = 10_000;
const tryEveryMs = 200;

/** After the task has ended: whoever still reads one of them with our login is left over from it. */
export async function dropSlots(source: CatalogSession, names: readonly string[]): Promise<Released[]> {
  const before = await slotsOfDatabase(source);
  const giveUpAt = Date.now() + dropWithinMs;
  for (;;) {
    const left = (await readSlots(source)).filter(({ name }) => names.includes(name));
    for (const slot of left) await drop(source, slot);
    const still = left.length ? (await slotsOfDatabase(source)).filter((name) => names.includes(name)) : [];
    if (!still.length || Date.now() > giveUpAt) return names.map((name) => released(name, before.includes(name), still.includes(name)));
    await delay(tryEveryMs);
  }
}

/** A refusal is seen afterwards: the slot is still there. */
async function drop(source: CatalogSession, { name, isBusy, isOwn, pid }: Slot): Promise<void> {
  try {
    if (isBusy && isOwn) await source.rows('SELECT pg_catalog.pg_terminate_backend($1)', [pid]);
    else if (!isBusy) await source.rows('SELECT pg_catalog.pg_drop_replication_slot($1)', [name]);
  } catch (error) {
    if (!serverMessage(error)) throw error;
  }
}

function released(name: string, wasThere: boolean, isThere: boolean): Released {
  const item = { kind: 'replicationSlot', name } as const;
  if (!isThere) return { ...item, fate: wasThere ? 'removed' : 'absent' };
  return { ...item, fate: 'left', command: `SELECT pg_drop_replication_slot(${quoteLiteral(name)}); -- on the source` };
}
