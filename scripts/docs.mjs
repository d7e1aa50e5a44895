// Checks the parts of docs/ that are lists of what stands in the sources; `--write` writes them. They stand between `<!-- NAME -->` and `<!-- /NAME -->`.
import { readFileSync } from 'node:fs';
import { load, writeOrCheck } from './typescript.mjs';

const { errorCodes } = load('../shared/domain/error-codes.ts');
const { rejectionStatus } = load('../shared/domain/rejections.ts');
const { warningCodes } = load('../shared/domain/warning-codes.ts');
const limits = load('../shared/domain/limits.ts');

const table = (heads, rows) => [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const errors = () =>
  table(
    ['code', 'who acts', 'again without a change?', 'what to do'],
    Object.entries(errorCodes).map(([code, { owner, retryable, hint }]) => {
      const acts = warningCodes.includes(code) ? `${owner} (or a warning only)` : owner;
      return [`\`${code}\``, acts, retryable ? 'can succeed' : 'no', cell(hint)];
    }),
  );

const rejections = () =>
  table(
    ['status', 'code'],
    Object.entries(rejectionStatus)
      .map(([code, status]) => [status, `\`${code}\``])
      .sort(),
  );

/** The comment above each limit is its description. */
function limitRows() {
  const source = readFileSync('shared/domain/limits.ts', 'utf8');
  const found = [...source.matchAll(/\/\*\* ((?:(?!\*\/)[\s\S])*?) \*\/\nexport const (\w+)/g)];
  const described = new Map();
  let comment = '';
  for (const [, name] of source.matchAll(/export const (\w+)/g)) {
    comment = found.find(([, , of]) => of === name)?.[1] ?? comment; // one comment may stand above two
    described.set(name, comment.replace(/\s*\n \*\s*/g, ' ').replace(/ \((?:DESIGN|INTERFACES|issue|azure-apis)[^)]*\)/g, ''));
  }
  return Object.keys(limits).map((name) => [`\`${name}\``, shownValue(name, limits[name]), cell(described.get(name))]);
}

function shownValue(name, value) {
  if (value instanceof RegExp) return `\`${value.source}\``;
  if (Array.isArray(value)) return value.map((each) => `\`${each}\``).join(', ');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([key, each]) => `${key}: ${shownValue(name, each)}`)
      .join(', ');
  if (/Ms$/.test(name)) return duration(value);
  if (/requestBytes$/i.test(name)) return `${value / 1024 / 1024} MiB`;
  if (/share$/i.test(name)) return `${value * 100} %`;
  return String(value);
}

function duration(ms) {
  const units = [
    ['days', 86_400_000],
    ['hours', 3_600_000],
    ['minutes', 60_000],
    ['seconds', 1_000],
  ];
  const [unit, size] = units.find(([, each]) => ms % each === 0 && ms >= each) ?? ['ms', 1];
  const count = ms / size;
  return `${count} ${count === 1 ? unit.replace(/s$/, '') : unit}`;
}

const lists = {
  'docs/operations.md': { 'error codes': errors, rejections },
  'docs/limits.md': { limits: () => table(['in the source', 'value', 'what it limits'], limitRows()) },
};
for (const [file, parts] of Object.entries(lists)) {
  let text = readFileSync(file, 'utf8');
  for (const [name, made] of Object.entries(parts)) {
    const between = new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!between.test(text)) throw new Error(`${file} has no place for '${name}'.`);
    text = text.replace(between, (_, begin, end) => `${begin}${made()}\n${end}`);
  }
  writeOrCheck(file, text, 'scripts/docs.mjs');
}
