/** Says that the service does not answer, for as long as it does not; requests are repeated until it does. */
import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { isConnectionLost } from '../api/api-error';

export function ConnectionBanner() {
  const cache = useQueryClient().getQueryCache();
  const isLost = useSyncExternalStore(
    (changed) => cache.subscribe(changed),
    () => cache.getAll().some((query) => query.isActive() && isConnectionLost(query.state.fetchFailureReason)),
  );
  if (!isLost) return undefined;
  return (
    <MessageBar intent="warning" role="status">
      <MessageBarBody>
        <MessageBarTitle>The connection to the service is lost</MessageBarTitle>
        What you see may be old. The page tries again by itself; migrations run on.
      </MessageBarBody>
    </MessageBar>
  );
}
