/** The grid of migrations, newest first. Only the rows in sight are drawn, so that thousands stay smooth. */
import { Checkbox, makeStyles, tokens } from '@fluentui/react-components';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { Overview } from '../api/types';
import { columnsFor } from './columns';
import { GridRow } from './grid-row';

const rowHeight = 44;

const useStyles = makeStyles({
  scroller: { overflow: 'auto', flexGrow: 1, minHeight: '260px', height: '50vh', position: 'relative', contain: 'strict' },
  table: { minWidth: '1240px' },
  head: {
    display: 'grid',
    position: 'sticky',
    top: 0,
    zIndex: 1,
    alignItems: 'center',
    minHeight: '36px',
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke1}`,
  },
});

interface GridProps {
  migrations: Overview[];
  showTarget: boolean;
  selected: ReadonlySet<string>;
  select(ids: ReadonlySet<string>): void;
}

export function Grid({ migrations, showTarget, selected, select }: GridProps) {
  const styles = useStyles();
  const scroller = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: migrations.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const columns = columnsFor(showTarget);
  const template = { gridTemplateColumns: `36px ${columns.map(({ width }) => width).join(' ')}` };
  const chosen = migrations.filter(({ id }) => selected.has(id)).length;
  const all = chosen === 0 ? false : chosen === migrations.length ? true : 'mixed';
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    select(next);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroller} ref={scroller} aria-label="Migrations, scrollable" tabIndex={0}>
      {/* biome-ignore lint/a11y/useSemanticElements: rows that are not drawn leave no place in a real table */}
      <div className={styles.table} role="table" aria-label="Migrations" aria-rowcount={migrations.length + 1}>
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: what is in its cells has the focus */}
        <div className={styles.head} style={template} role="row" aria-rowindex={1}>
          {/* biome-ignore lint/a11y/useSemanticElements: as above */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
          <div role="columnheader">
            <Checkbox
              aria-label="Select all"
              checked={all}
              onChange={() => select(new Set(all === true ? [] : migrations.map(({ id }) => id)))}
            />
          </div>
          {columns.map(({ title }) => (
            // biome-ignore lint/a11y/useSemanticElements: as above
            // biome-ignore lint/a11y/useFocusableInteractive: as above
            <div key={title} role="columnheader">
              {title}
            </div>
          ))}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const migration = migrations[index];
            return migration ? (
              <GridRow
                key={migration.id}
                migration={migration}
                columns={columns}
                index={index}
                style={{ ...template, height: rowHeight, transform: `translateY(${start}px)` }}
                isSelected={selected.has(migration.id)}
                toggle={toggle}
              />
            ) : undefined;
          })}
        </div>
      </div>
    </section>
  );
}
