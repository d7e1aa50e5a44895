/** A state in its colour. */
import { type Html, html } from './html';

const colours: Record<string, string> = { Succeeded: 'good', Failed: 'bad', ValidationFailed: 'bad', Canceled: 'warn' };

export const colourOf = (state: string) => colours[state] ?? 'dim';

export const stateMark = (state: string): Html => html` <span class="state ${colourOf(state)}">${state}</span>`;
