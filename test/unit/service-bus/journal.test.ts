import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Journal, openJournal } from '../../../local/stand-ins/service-bus/journal/journal';
import type { JournalRecord } from '../../../local/stand-ins/service-bus/journal/records';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'journal-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const path = () => join(directory, 'journal.jsonl');

function open(): { journal: Journal; replayed: JournalRecord[][] } {
  const replayed: JournalRecord[][] = [];
  const journal = openJournal(directory, (records) => replayed.push(records));
  return { journal, replayed };
}

const transaction = (sequence: number): JournalRecord[] => [
  { kind: 'removed', queue: 'q', sequence },
  { kind: 'message', at: 5, body: Buffer.from([0, 10, 255]), copies: [{ queue: 'q', sequence, deliveryCount: 0, expiresAt: null }] },
  { kind: 'sessionState', queue: 'q', session: 's\n', state: Buffer.from('x') },
];

test('transactions come back as they were written', () => {
  const { journal } = open();
  journal.append(transaction(1));
  journal.append(transaction(2));
  journal.close();
  const again = open();
  expect(again.replayed).toEqual([transaction(1), transaction(2)]);
  again.journal.close();
});

test('wherever the file is cut, whole transactions come back and new ones can follow', () => {
  const { journal } = open();
  for (const sequence of [1, 2, 3]) journal.append(transaction(sequence));
  journal.close();
  const whole = readFileSync(path());
  const lineEnds = [...whole.entries()].filter(([, byte]) => byte === 0x0a).map(([index]) => index + 1);
  for (let length = 0; length <= whole.length; length += 23) {
    writeFileSync(path(), whole);
    truncateSync(path(), length);
    const complete = lineEnds.filter((end) => end <= length).length;
    const cut = open();
    expect(cut.replayed).toHaveLength(complete);
    cut.journal.append(transaction(9));
    cut.journal.close();
    const again = open();
    expect(again.replayed).toHaveLength(complete + 1);
    again.journal.close();
  }
});

test('a compaction replaces the file, and one that was killed half-way leaves the old one in force', () => {
  const { journal } = open();
  for (const sequence of [1, 2, 3]) journal.append(transaction(sequence));
  journal.compact([transaction(7)]);
  journal.append(transaction(8));
  journal.close();
  appendFileSync(join(directory, 'journal.compacted'), 'half');
  const again = open();
  expect(again.replayed).toEqual([transaction(7), transaction(8)]);
  expect(existsSync(join(directory, 'journal.compacted'))).toBe(false);
  again.journal.close();
});

test('lines longer than a read chunk come back', () => {
  const { journal } = open();
  const state = Buffer.alloc(3 * 1024 * 1024, 1);
  journal.append([{ kind: 'sessionState', queue: 'q', session: 's', state }]);
  journal.append(transaction(1));
  journal.close();
  const again = open();
  const [first, second] = again.replayed;
  expect(first?.[0]?.kind === 'sessionState' && first[0].state?.equals(state)).toBe(true); // jest compares large buffers slowly
  expect(second).toEqual(transaction(1));
  again.journal.close();
});
