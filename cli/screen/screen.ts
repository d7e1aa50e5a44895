// Where we write: a terminal with colours and progress bars, or plain lines.

export interface Screen {
  /** Whether a person sees it as it comes. */
  interactive: boolean;
  /** Columns to write in. */
  width: number;
  stream: NodeJS.WriteStream;
  say(line?: string): void;
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
}

const defaultWidth = 80;
const widest = 110; // longer lines are hard to read

export function openScreen(stream: NodeJS.WriteStream): Screen {
  stream.on('error', () => undefined); // a terminal or pipe that went away must not keep us from ending in order
  const coloured = stream.isTTY === true && stream.hasColors(); // knows NO_COLOR, FORCE_COLOR and dumb terminals
  const paint = (code: number, end: number) => (text: string) => (coloured ? `\u001b[${code}m${text}\u001b[${end}m` : text);
  return {
    interactive: stream.isTTY === true,
    width: Math.min(stream.columns || defaultWidth, widest),
    stream,
    say: (line = '') => void stream.write(`${line}\n`),
    bold: paint(1, 22),
    dim: paint(2, 22),
    good: paint(32, 39),
    bad: paint(31, 39),
  };
}
