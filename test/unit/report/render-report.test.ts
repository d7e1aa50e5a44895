// The report as a page: whole in itself, harmless whatever names it holds, and of a size that a ticket takes.
import { migrationError } from '../../../shared/domain/error-codes';
import { contentSecurityPolicy, renderReport } from '../../../shared/report/render-report';
import { databaseReport, report, tableReport } from './sample-report';

const writtenOn = new Date('2026-06-01T13:00:00Z');
const page = (...given: Parameters<typeof report>) => renderReport(report(...given), writtenOn);

/** What a reader sees, in one line. */
const textOf = (html: string) =>
  html
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');

test('a success says what was moved, how it was proven, and what of the migration itself is left', () => {
  const catalog = {
    objects: { table: 2, index: 12, function: 300 },
    differences: [
      {
        kind: 'collation',
        object: '"public"."de"',
        property: 'version',
        source: '153.1',
        target: '153.120',
        verdict: 'expected' as const,
        reason: 'other ICU',
      },
    ],
  };
  const skipped = [{ object: 'subscription "s"', reason: 'subscriptions are not migrated' }];
  const text = textOf(
    page(
      [databaseReport('app', { catalog, skipped, findings: ['statistics were reset'] }), databaseReport('shop')],
      {},
      {
        cleanUp: [{ migrationId: 'x', key: 'k', kind: 'secret', name: 'm-1-source', fate: 'removed' }],
      },
    ),
  );
  for (const part of [
    'Mig-1 Succeeded',
    '2 of 2 databases moved and in place; every table on the target is proven to be equal to the source.',
    'Started 2026-06-01 12:00:00 UTC',
    'Ended 2026-06-01 12:31:09 UTC, after 31 min 9 s',
    'All 2 tables with 1,234,568 rows: the content that stands on the target was read back and is equal to what the source sent (hashes: xxh64).',
    '3 sequences stand at the values of the source. 314 objects were compared in both catalogues: 1 difference, each with its reason below.',
    '"public"."orders" 1,234,567 98.8 MB 2.5 s 40 1 equal 0123456789abcdef',
    'collation "public"."de" version 153.1 153.120 expected other ICU',
    'subscription "s" subscriptions are not migrated',
    'statistics were reset',
    'secret m-1-source removed, and seen to be gone',
  ]) {
    expect(text).toContain(part);
  }
});

test('a table that differs is named first thing, with its rows and both hashes', () => {
  const different = tableReport('"public"."orders"', {
    proof: { algorithm: 'xxh64-sum-of-rows', source: 'aaaa/3', target: 'bbbb/3', result: 'different' },
    differences: [
      { kind: 'different', key: '"id" = 7', columns: ['"note"', '"price"'] },
      { kind: 'missing', key: '"id" = 9' },
    ],
  });
  const error = migrationError('CONTENT_MISMATCH', 'Table "public"."orders" differs after the copy: 2 rows differ.');
  const failed = { migrationId: 'x', number: 0, name: 'app', state: 'Failed' as const, error };
  const text = textOf(
    page(
      [databaseReport('app', { tables: [different] })],
      { state: 'Failed', error: migrationError('DATABASE_FAILED', "Database 'app' failed.") },
      { databases: [failed] },
    ),
  );
  for (const part of [
    "DATABASE_FAILED Database 'app' failed.",
    'CONTENT_MISMATCH Table "public"."orders" differs after the copy: 2 rows differ.',
    'Nothing was put in place: under this name the target is as it was before.',
    '"public"."orders" different "id" = 7 "note" "price"',
    '"public"."orders" missing on the target "id" = 9',
    'different aaaa/3 source bbbb/3 target',
  ]) {
    expect(text).toContain(part);
  }
});

test('what was not read back is not called proven', () => {
  const unproven = tableReport('"public"."t"', { proof: { algorithm: 'xxh64', source: 'aa', target: '', result: 'unproven' } });
  const text = textOf(page([databaseReport('app', { tables: [unproven] }), databaseReport('shop')]));
  expect(text).toContain('2 of 3 tables are proven.');
  expect(text).toContain('the content was not read back; the numbers of rows agree');
});

test('a migration that never came to copying has a page, too', () => {
  const text = textOf(page([], { state: 'Canceled', endedOn: undefined, cleanup: 'None' }, { databases: [] }));
  expect(text).toContain('0 of 0 databases moved and in place.');
  expect(text).toContain('Ended not yet');
});

const hostile = `"<script>alert(1)</script>"."' onload='x' \u202etxt.exe\n&lt;"`;

test('no name, message or key can be markup, and what nobody sees is shown', () => {
  const table = tableReport(hostile, {
    proof: { algorithm: hostile, source: hostile, target: `${hostile}!`, result: 'different' },
    differences: [{ kind: 'different', key: hostile, columns: [hostile] }],
  });
  const everywhere = databaseReport('app', {
    tables: [table],
    findings: [hostile],
    skipped: [{ object: hostile, reason: hostile }],
    catalog: {
      objects: { [hostile]: 1 },
      differences: [
        { kind: hostile, object: hostile, property: hostile, source: hostile, target: hostile, verdict: 'defect', reason: hostile },
      ],
    },
  });
  const database = { migrationId: 'x', number: 0, name: 'app', state: 'Failed' as const, error: migrationError('COPY_FAILED', hostile) };
  const html = page(
    [everywhere],
    { error: migrationError('DATABASE_FAILED', hostile), cleanup: 'Pending' },
    {
      databases: [database],
      cleanUp: [{ migrationId: 'x', key: 'k', kind: 'secret', name: hostile, fate: 'left', command: hostile }],
    },
  );
  const ours =
    'html head meta title style body header h1 h2 h3 p b span dl dt dd section ul li details summary div table thead tbody tr th td code br footer';
  const tags = [...html.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, tag]) => tag ?? '');
  expect(tags.filter((tag) => !ours.split(' ').includes(tag))).toEqual([]);
  expect(html).not.toContain('<script');
  expect(html).not.toContain("' onload");
  expect(html).not.toContain('\u202e');
  expect(textOf(html)).toContain('‹U+202E›txt.exe‹U+000A›&lt;');
});

test('the page asks for nothing from anywhere', () => {
  const html = page([databaseReport('app')]);
  expect(html).toContain(`http-equiv="content-security-policy" content="${contentSecurityPolicy.replaceAll("'", '&#39;')}"`);
  expect(html).not.toMatch(/<(script|link|img|iframe|object|embed|form)|\ssrc=|\shref=|url\(|@import/i);
});

test('ten thousand tables make a page below 10 MB', () => {
  const tables = Array.from({ length: 10_000 }, (_, number) =>
    tableReport(`"a_schema_with_a_long_name"."a_table_with_a_rather_long_name_${number}"`),
  );
  const html = page([databaseReport('app', { tables })]);
  expect(Buffer.byteLength(html)).toBeLessThan(10_000_000);
  expect(html.match(/<tr>/g)?.length).toBeGreaterThan(10_000);
});
