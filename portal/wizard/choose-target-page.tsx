export function ChooseTargetPage() {
  return <p>x</p>;
}
