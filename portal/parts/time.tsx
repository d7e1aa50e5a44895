/** A time in the zone of whoever looks, with UTC on hover. */
const shown = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

export function Time({ at }: { at: string | undefined }) {
  if (!at) return <>--</>;
  const date = new Date(at);
  return (
    <time dateTime={at} title={date.toISOString()}>
      {shown.format(date)}
    </time>
  );
}
