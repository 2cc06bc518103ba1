const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}th,td{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top}
th{background:#f2f2f2}code{font-size:.9em}`;

/** One HTML page that needs nothing else: no script, no picture, nothing from elsewhere. @param body markup, in which every text was made safe */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${safe(title)}</title><style>${STYLE}</style></head><body>
${body}
</body></html>
`;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return `<table>${line(head.map(cellOf('th')))}${rows.map((row) => line(row.map(cellOf('td')))).join('\n')}</table>`;
}

/** Each row a name and what stands for it. */
export function namedRows(rows: readonly (readonly [string, string])[]): string {
  return `<table>${rows.map(([name, text]) => line([cellOf('th')(name), cellOf('td')(text)])).join('\n')}</table>`;
}

const line = (cells: readonly string[]) => `<tr>${cells.join('')}</tr>`;
const cellOf = (tag: string) => (text: string) => `<${tag}>${safe(text)}</${tag}>`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };

/** The text as text, whatever it holds. */
export const safe = (text: string) => text.replace(/[&<>"']/gu, (sign) => ENTITIES[sign]!);
