/** What is in the way between the servers, with what to do about it. */
import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { NetworkPlan } from '../api/types';

export function NetworkProblems({ problems }: { problems: NetworkPlan['problems'] }) {
  return problems.map(({ code, message, fix, severity }) => (
    <MessageBar key={`${code} ${message}`} intent={severity} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{code}</MessageBarTitle>
        {message} <br />
        <code>{fix}</code>
      </MessageBarBody>
    </MessageBar>
  ));
}
