// How much of the target's work is done at once follows what others of ours do there, and how many connections are free.
import { budget } from '../../../shared/engines/direct/budget';
import { fitBudget } from '../../../shared/engines/direct/stream-budget';
import { openWire, type Wire } from '../../../shared/postgres/wire';
import { connectionOf } from '../../support/connection';
import { sourceAndTarget } from '../../support/source-and-target';

const servers = sourceAndTarget({ targetSettings: { max_connections: 30 } });

test('sessions of other processes and taken connections leave fewer places, and never none', async () => {
  const { target } = servers;
  const open = (applicationName: string) => openWire(connectionOf(target), { database: 'postgres', applicationName });
  const wires: Wire[] = [];
  const openMany = async (count: number, applicationName: string) => {
    for (let opened = 0; opened < count; opened++) wires.push(await open(applicationName));
  };
  const own = await open('pgflex:own:0:copy');
  const places = async (cores: number) => {
    const target = { cores, streams: budget(cores), builds: budget(cores) };
    await fitBudget(own, target);
    return [target.streams.places, target.builds.places];
  };
  try {
    expect(await places(6)).toEqual([6, 6]);
    await openMany(3, 'pgflex:other:0:copy');
    expect(await places(6)).toEqual([6, 6]); // they only wait
    const busy = wires.map((wire) => wire.query('BEGIN; SELECT 1'));
    await Promise.all(busy);
    expect(await places(6)).toEqual([3, 6]);
    expect(await places(2)).toEqual([1, 2]);
    await openMany(2, 'pgflex:other:0:index');
    await Promise.all(wires.slice(3).map((wire) => wire.query('BEGIN')));
    expect(await places(6)).toEqual([3, 4]);
    await openMany(9, 'somebody');
    expect(await places(6)).toEqual([3, 3]); // of 30 connections 3 are reserved, 15 taken, 5 spared
    await openMany(6, 'somebody');
    expect(await places(6)).toEqual([1, 1]);
  } finally {
    for (const wire of [own, ...wires]) wire.end();
  }
});
