export function WizardPage() {
  return <p>x</p>;
}
