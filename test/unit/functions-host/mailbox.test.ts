/** Which messages a turn takes, holds back, or drops. */
import { type Mail, selectMail } from '../../../local/functions-host/durable/mailbox';
import { eventType, type HistoryEvent } from '../../../local/functions-host/durable/protocol';

const mail = (EventType: HistoryEvent['EventType'], fields: Partial<HistoryEvent> = {}, rest: Partial<Mail> = {}): Mail => ({
  event: { EventType, EventId: -1, IsPlayed: false, Timestamp: '2026-01-01T00:00:00.000Z', ...fields },
  ...rest,
});
const raised = (Name: string, rest?: Partial<Mail>) => mail(eventType.eventRaised, { Name }, rest);
const completed = (TaskScheduledId: number, executionId = 'now') => mail(eventType.taskCompleted, { TaskScheduledId }, { executionId });
const state = { executionId: 'now', finishedTasks: new Set<number>(), isSuspended: false };

test('everything that has arrived is taken in order', () => {
  const mailbox = [raised('a'), completed(0), raised('b')];
  expect(selectMail(mailbox, state)).toEqual({ taken: mailbox, left: [], dropped: [], isSuspended: false });
});

test('a result that is doubled, late, or of an earlier execution is dropped', () => {
  const [first, doubled, old, known] = [completed(1), completed(1), completed(2, 'before'), completed(3)];
  const selection = selectMail([first, doubled, old, known], { ...state, finishedTasks: new Set([3]) });
  expect(selection.taken).toEqual([first]);
  expect(selection.dropped).toEqual([doubled, old, known]);
});

test('suspended, only control messages are taken; the others wait for the resume', () => {
  const suspend = mail(eventType.executionSuspended);
  const [before, held, late] = [raised('before'), raised('held'), raised('late')];
  const resume = mail(eventType.executionResumed);
  expect(selectMail([before, suspend, held], state)).toMatchObject({ taken: [before, suspend], left: [held], isSuspended: true });
  expect(selectMail([held, resume, late], { ...state, isSuspended: true })).toMatchObject({
    taken: [resume, held, late],
    left: [],
    isSuspended: false,
  });
});

test('however many messages a suspended instance holds, its resume is taken, and they follow in order', () => {
  const held = Array.from({ length: 200 }, (_, index) => raised(`e${index}`, { storedKey: `k${index}` }));
  const resume = mail(eventType.executionResumed);
  const { taken, left } = selectMail([...held, resume, raised('late')], { ...state, isSuspended: true });
  expect(taken).toEqual([resume, ...held.slice(0, 90)]);
  expect(left).toEqual([...held.slice(90), raised('late')]);
});

test('a suspended instance can be terminated', () => {
  const terminate = mail(eventType.executionTerminated);
  expect(selectMail([raised('held'), terminate], { ...state, isSuspended: true }).taken).toEqual([terminate]);
});

test('stored messages are taken only as many as one transaction can remove, in order', () => {
  const mailbox = Array.from({ length: 200 }, (_, index) => raised(`e${index}`, { storedKey: `k${index}` }));
  const { taken, left } = selectMail(mailbox, state);
  expect(taken).toEqual(mailbox.slice(0, 90));
  expect(left).toEqual(mailbox.slice(90));
  const doubled = Array.from({ length: 200 }, (_, index) =>
    mail(eventType.taskCompleted, { TaskScheduledId: 3 }, { storedKey: `k${index}` }),
  );
  expect(selectMail(doubled, { ...state, finishedTasks: new Set([3]) }).dropped).toHaveLength(90);
});
