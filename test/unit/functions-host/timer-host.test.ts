/** When timer functions run, with real registrations of @azure/functions and statuses in memory. */
import { setTimeout as delay } from 'node:timers/promises';
import { app, type Timer } from '@azure/functions';
import { createTimerHost, type TimerHost } from '../../../local/functions-host/timers/timer-host';
import type { TimerStatus } from '../../../local/functions-host/timers/timer-status-store';
import { registeredApp } from '../../support/functions-core';

const hourMs = 3_600_000;
const runs: { name: string; timer: Timer; at: number }[] = [];
const record = (name: string) => (timer: Timer) => void runs.push({ name, timer, at: Date.now() });
let running = 0;
let mostRunning = 0;

app.timer('hourly', { schedule: '0 0 * * * *', handler: record('hourly') });
app.timer('atStart', { schedule: '0 0 * * * *', runOnStartup: true, useMonitor: false, handler: record('atStart') });
app.timer('slow', {
  schedule: '* * * * * *',
  handler: async (timer) => {
    mostRunning = Math.max(mostRunning, ++running);
    record('slow')(timer);
    await delay(1_200);
    running--;
    if (runs.filter(({ name }) => name === 'slow').length === 1) throw new Error('the first run fails');
  },
});

const stored = new Map<string, TimerStatus>();
const errors: string[] = [];
let host: TimerHost;

beforeAll(() => {
  const statuses = {
    read: async (name: string) => stored.get(name),
    write: async (name: string, status: TimerStatus) => void stored.set(name, status),
  };
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (source: string, message: string) => void errors.push(`${source}: ${message}`),
  };
  host = createTimerHost({ app: registeredApp, statuses, extraInputs: () => [], log });
});
afterAll(async () => {
  host.stop();
  while (running > 0) await delay(20);
});

test('a run that was missed while the host was down happens at start, past due, and the next one is remembered', async () => {
  const before = { last: new Date(Date.now() - 3 * hourMs), next: new Date(Date.now() - 2 * hourMs) };
  stored.set('hourly', { last: before.last.toISOString(), next: before.next.toISOString(), lastUpdated: before.last.toISOString() });
  await host.start();
  while (!runs.some(({ name }) => name === 'hourly')) await delay(5);
  const [run] = runs.filter(({ name }) => name === 'hourly');
  expect(run?.timer).toMatchObject({ isPastDue: true, scheduleStatus: { last: before.last.toISOString() } });
  while (new Date(stored.get('hourly')?.next ?? 0).getTime() < Date.now()) await delay(5);
  expect(runs.find(({ name }) => name === 'atStart')?.timer).toMatchObject({ isPastDue: false, scheduleStatus: null });
});

test('runs never overlap, and a failing run is logged and stops nothing', async () => {
  const slow = () => runs.filter(({ name }) => name === 'slow');
  while (slow().length < 3) await delay(20);
  expect(mostRunning).toBe(1);
  expect(errors).toEqual([expect.stringMatching(/^slow: Executed \(Failed\): Error: the first run fails/)]);
});
