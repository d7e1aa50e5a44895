// pg_dump, where it is installed, sees both sides alike but for listed lines: a witness that shares no code with the comparison.
import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { availableMajors } from '../../../../local/postgres/installations';
import type { PostgresServer } from '../../../../local/postgres/postgres-server';
import { startPostgres } from '../../../../local/postgres/start-postgres';
import { allowForeignServers, loadRichDatabase } from '../../../support/rich-database/load';
import { applyPlan, planOf } from '../schema/apply-plan';

/** What differs between the versions by itself: lines that are left out, and words that are made alike. */
const explained: { line: RegExp; becomes?: string; reason: string }[] = [
  { line: /^(--|)$/, reason: 'frames of comments, which say nothing' },
  { line: /^-- Dumped from database version /, reason: 'the versions differ' },
  { line: /^\\(un)?restrict /, reason: 'a random word of each dump' },
  { line: /^SET default_table_access_method = heap;$/, reason: 'access methods of tables came with 12' },
  { line: /^ +multirange_type_name = app\.\w+,$/, reason: 'multiranges came with 14, which makes one for each range' },
  {
    line: /^-- Name: public; Type: SCHEMA;|^-- \*not\* creating schema/,
    reason: 'owners are not migrated: that of public was changed on the source',
  },
  {
    line: / EXECUTE PROCEDURE /,
    becomes: ' EXECUTE FUNCTION ',
    reason: 'triggers print FUNCTION from 12 on',
  },
  { line: /, IN /, becomes: ', ', reason: 'from 14 on, IN is printed for procedures' },
  { line: /FROM \( VALUES/, becomes: 'FROM (VALUES', reason: 'from 13 on with a space' },
  { line: /\((ARRAY\['[^\]]*\])\)::text\[\]/g, becomes: '$1', reason: 'the cast of an array, read once more, is one of its elements' },
  { line: /\(('[^']*'::character varying)\)::text/g, becomes: '$1', reason: 'the same, on the target' },
  { line: /^ +CONSTRAINT positive CHECK .* <> ALL \(/, reason: 'the same with numbers' },
];

/** Newer ones print views in other ways, which the comparison judges and lines cannot. */
const newestComparableMajor = 15;

const explainedLine = (text: string): string[] => {
  const isExplained = explained.some(({ line, becomes }) => becomes === undefined && line.test(text));
  return isExplained
    ? []
    : [explained.reduce((line, known) => (known.becomes === undefined ? line : line.replace(known.line, known.becomes)), text)];
};

function clientMajor(): number {
  try {
    return Number(/ (\d+)\./.exec(execFileSync('pg_dump', ['--version'], { encoding: 'utf8' }))?.[1]);
  } catch {
    return 0;
  }
}

/** pg_dump reads servers up to its own version. */
const targetMajor = availableMajors()
  .filter((major) => major <= Math.min(clientMajor(), newestComparableMajor))
  .at(-1);
const sourceMajor = availableMajors().find((major) => major >= 11);
const isPossible = targetMajor !== undefined && sourceMajor !== undefined && sourceMajor < targetMajor;

async function dumpedLines({ host, port, superuser }: PostgresServer): Promise<string[]> {
  const options = ['-s', '--no-owner', '--no-privileges', '-h', host, '-p', String(port), '-U', superuser.user, '-d', 'rich'];
  const env = { ...process.env, PGPASSWORD: superuser.password };
  const { stdout } = await promisify(execFile)('pg_dump', options, { env, maxBuffer: 64 * 1024 * 1024 });
  return stdout.split('\n').flatMap(explainedLine);
}

/** Each line of one side uses up one of the other. */
function linesOnlyIn(lines: string[], other: string[]): string[] {
  const left = new Map<string, number>();
  for (const line of other) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

(isPossible ? test : test.skip)(
  `pg_dump -s of source and target differ in explained lines only (needs pg_dump ${sourceMajor ?? '12'} or newer on PATH)`,
  async () => {
    const [source, target] = await Promise.all([startPostgres({ major: sourceMajor ?? 0 }), startPostgres({ major: targetMajor ?? 0 })]);
    try {
      await Promise.all([allowForeignServers(target), loadRichDatabase(source, 'rich')]);
      await target.run('postgres', 'create database rich template template0');
      await applyPlan(target, 'rich', await planOf({ source, target }, 'rich'));
      const [onSource, onTarget] = await Promise.all([dumpedLines(source), dumpedLines(target)]);
      const only = [
        ...linesOnlyIn(onSource, onTarget).map((line) => `- ${line}`),
        ...linesOnlyIn(onTarget, onSource).map((line) => `+ ${line}`),
      ];
      expect(onSource.length).toBeGreaterThan(1000);
      expect(only).toEqual([]);
    } finally {
      await Promise.all([source.stop(), target.stop()]);
    }
  },
);
