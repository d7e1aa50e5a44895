/** One migration. */
export function DetailsPage() {
  return <p>x</p>;
}
