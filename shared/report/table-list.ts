/** A titled table that can be folded, for the lists of a report. */
import { type Html, html, type Part } from './html';

export interface Column {
  title: string;
  isNumber?: boolean;
}

/** Longer lists are folded at first; paper shows them all the same. */
const shownRows = 60;

export function tableList(title: string, columns: Column[], rows: Part[][]): Html {
  const kind = ({ isNumber }: Column) => (isNumber ? html` class="number"` : html``);
  const row = (cells: Part[]) => html`<tr>${columns.map((column, place) => html`<td${kind(column)}>${cells[place]}</td>`)}</tr>\n`;
  return html`<details${rows.length <= shownRows ? html` open` : ''}><summary>${title}</summary><div class="wide"><table>
<thead><tr>${columns.map((column) => html`<th${kind(column)}>${column.title}</th>`)}</tr></thead>
<tbody>
${rows.map(row)}</tbody></table></div></details>
`;
}

export const code = (text: string): Html => html`<code>${text}</code>`;
