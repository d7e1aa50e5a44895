/** The title of the browser's tab, which screen readers say at each change of page. */
import { useEffect } from 'react';

export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} - PostgreSQL migrations`;
  }, [title]);
}
