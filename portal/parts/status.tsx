/** The state of a migration or database, told by words first and by colour beside. */
import { Badge, type BadgeProps } from '@fluentui/react-components';

const colors: Record<string, BadgeProps['color']> = {
  Succeeded: 'success',
  Failed: 'danger',
  ValidationFailed: 'danger',
  InProgress: 'brand',
  WaitingForUserAction: 'warning',
  Canceled: 'subtle',
};

export function Status({ state }: { state: string }) {
  return (
    <Badge appearance="tint" color={colors[state] ?? 'informative'} shape="rounded">
      {state}
    </Badge>
  );
}
