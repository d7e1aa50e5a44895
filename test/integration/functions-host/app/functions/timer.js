// Timer functions for the tests of the host; TIMER_LOG names a file that gets their input.
const { appendFileSync } = require('node:fs');
const { app } = require('@azure/functions');

const record = (name) => async (timer) => {
  if (process.env.TIMER_LOG) appendFileSync(process.env.TIMER_LOG, `${JSON.stringify({ name, timer })}\n`);
};
app.timer('everySecond', { schedule: '* * * * * *', handler: record('everySecond') });
app.timer('everyHour', { schedule: '%HOURLY%', handler: record('everyHour') });
