/** Subscriptions hold passwords that only a superuser reads, and two subscribers to one slot would harm each other. */
import { loadSql } from '../postgres/sql';
import type { DatabaseRule } from './rule';
import { count } from './words';

const sql = loadSql(__dirname, 'subscription-not-migrated');

export const subscriptionNotMigrated: DatabaseRule = {
  code: 'SUBSCRIPTION_NOT_MIGRATED',
  severity: 'warning',
  side: 'source',
  async check({ source }) {
    if (source.version < 100_000) return [];
    const subscriptions = await source.rows<{ name: string }>(sql);
    if (subscriptions.length === 0) return [];
    return [
      { message: `${count(subscriptions.length, 'subscription')} will not be moved.`, objects: subscriptions.map(({ name }) => name) },
    ];
  },
};
