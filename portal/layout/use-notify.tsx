/** Short notices that come and go; screen readers say them. */
import { Toast, ToastBody, type ToastIntent, ToastTitle, useToastController } from '@fluentui/react-components';

export const toasterId = 'notices';

export function useNotify(): (intent: ToastIntent, title: string, body?: string) => void {
  const { dispatchToast } = useToastController(toasterId);
  return (intent, title, body) =>
    dispatchToast(
      <Toast>
        <ToastTitle>{title}</ToastTitle>
        {body ? <ToastBody>{body}</ToastBody> : undefined}
      </Toast>,
      { intent },
    );
}
