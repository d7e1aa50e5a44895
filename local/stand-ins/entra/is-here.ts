// Whether an address is one of this machine: people are sent back nowhere else.
export const isHere = (address: string | null): address is string =>
  address !== null && URL.canParse(address) && ['127.0.0.1', 'localhost'].includes(new URL(address).hostname);
