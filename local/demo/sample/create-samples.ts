// Makes the demo's databases: one with every common kind of object, one with more than a million rows, one that the target has already.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PostgresServer } from '../../postgres/postgres-server';

export interface Samples {
  /** What the source has and the demo moves. */
  databases: string[];
  /** The one that exists on the target too, with other content. */
  existing: string;
}

const firstMajorWithGeneratedColumns = 12;

/** Everything belongs to the login, on PostgreSQL 11 and later. The databases load at once: one uses a core most of the time. */
export async function createSamples(source: PostgresServer, target: PostgresServer): Promise<Samples> {
  await Promise.all([createMuseum(source, target), createWebshop(source), createNewsletter(source, target)]);
  return { databases: ['museum', 'newsletter', 'webshop'], existing: 'newsletter' };
}

async function createMuseum(source: PostgresServer, target: PostgresServer): Promise<void> {
  for (const server of [source, target]) await server.run('postgres', 'CREATE ROLE museum_reader'); // roles are not migrated, policies name it
  await source.createDatabase('museum');
  await source.run('museum', 'CREATE EXTENSION citext', { as: 'superuser' }); // before 13 no extension is trusted
  for (const name of readdirSync(join(__dirname, 'museum')).sort()) {
    if (name.endsWith('generated.sql') && source.major < firstMajorWithGeneratedColumns) continue;
    await source.run('museum', sampleSql(join('museum', name)));
  }
  await source.run('postgres', `ALTER DATABASE museum SET search_path = collection, house, public`);
}

async function createWebshop(source: PostgresServer): Promise<void> {
  await source.createDatabase('webshop');
  await source.run('webshop', sampleSql('webshop.sql'));
}

async function createNewsletter(source: PostgresServer, target: PostgresServer): Promise<void> {
  await Promise.all([source, target].map((server) => server.createDatabase('newsletter')));
  await source.run('newsletter', sampleSql('newsletter.sql'));
  await target.run('newsletter', sampleSql('newsletter-on-target.sql'));
}

function sampleSql(path: string): string {
  return readFileSync(join(__dirname, path), 'utf8');
}
