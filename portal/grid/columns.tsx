/** The columns of the grid: those of the specification, and the target where several servers are shown. */
import { Link } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Link as RouteLink } from 'wouter';
import type { Overview } from '../api/types';
import { resourceGroupOf, serverName } from '../parts/format';
import { paths } from '../parts/paths';
import { Status } from '../parts/status';
import { Time } from '../parts/time';

export interface Column {
  title: string;
  /** Of a CSS grid. */
  width: string;
  cell(migration: Overview): ReactNode;
}

const linked = (href: string, text: string) => (
  <RouteLink href={href} asChild>
    <Link>{text}</Link>
  </RouteLink>
);

const target: Column = { title: 'Target', width: '1fr', cell: (each) => linked(paths.server(each.target), serverName(each.target)) };

const columns: readonly Column[] = [
  { title: 'Name', width: '1.4fr', cell: ({ id, name }) => linked(paths.migration(id), name) },
  { title: 'Status', width: '180px', cell: ({ state }) => <Status state={state} /> },
  { title: 'Source DB server', width: '1.2fr', cell: ({ source }) => <span title={source}>{serverName(source)}</span> },
  { title: 'Resource group', width: '1fr', cell: ({ source }) => resourceGroupOf(source) },
  { title: 'Region', width: '90px', cell: ({ sourceServer }) => sourceServer?.location ?? '--' },
  { title: 'Version', width: '70px', cell: ({ sourceServer }) => sourceServer?.version ?? '--' },
  { title: 'Databases', width: '1.2fr', cell: ({ databases }) => databases.map(({ name }) => name).join(', ') },
  { title: 'Start time', width: '200px', cell: ({ createdOn }) => <Time at={createdOn} /> },
];

const withTarget: readonly Column[] = [...columns.slice(0, 2), target, ...columns.slice(2)];

export const columnsFor = (showTarget: boolean): readonly Column[] => (showTarget ? withTarget : columns);
