/** One migration in the grid. */
import { Checkbox, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { CSSProperties } from 'react';
import type { Overview } from '../api/types';
import type { Column } from './columns';

const useStyles = makeStyles({
  row: {
    display: 'grid',
    position: 'absolute',
    top: 0,
    left: 0,
    width: '100%',
    alignItems: 'center',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  chosen: { backgroundColor: tokens.colorNeutralBackground1Selected },
  cell: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', paddingRight: '8px' },
});

interface GridRowProps {
  migration: Overview;
  columns: readonly Column[];
  index: number;
  style: CSSProperties;
  isSelected: boolean;
  toggle(id: string): void;
}

export function GridRow({ migration, columns, index, style, isSelected, toggle }: GridRowProps) {
  const styles = useStyles();
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the grid
    // biome-ignore lint/a11y/useFocusableInteractive: see the grid
    <div className={mergeClasses(styles.row, isSelected && styles.chosen)} style={style} role="row" aria-rowindex={index + 2}>
      {/* biome-ignore lint/a11y/useSemanticElements: see the grid */}
      <div role="cell">
        <Checkbox aria-label={`Select ${migration.name}`} checked={isSelected} onChange={() => toggle(migration.id)} />
      </div>
      {columns.map(({ title, cell }) => (
        // biome-ignore lint/a11y/useSemanticElements: see the grid
        <div key={title} role="cell" className={styles.cell}>
          {cell(migration)}
        </div>
      ))}
    </div>
  );
}
