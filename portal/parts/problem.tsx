/** What went wrong, in plain words with the code beside, and what can be done now. */
import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { ApiError } from '../api/api-error';

export function Problem({ error, title, retry }: { error: unknown; title: string; retry?: () => void }) {
  const code = error instanceof ApiError ? error.code : undefined;
  const details = error instanceof ApiError ? error.details : [];
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        {error instanceof Error ? error.message : String(error)} {code ? <code>{code}</code> : undefined}
        {details.length > 1 ? (
          <ul>
            {details.map(({ message, target }) => (
              <li key={`${target} ${message}`}>{message}</li>
            ))}
          </ul>
        ) : undefined}
      </MessageBarBody>
      {retry ? (
        <MessageBarActions>
          <Button onClick={retry}>Try again</Button>
        </MessageBarActions>
      ) : undefined}
    </MessageBar>
  );
}
