/** Something is on its way. */
import { Spinner } from '@fluentui/react-components';

export const Loading = ({ what }: { what: string }) => <Spinner size="small" label={`Loading ${what}`} labelPosition="after" />;
