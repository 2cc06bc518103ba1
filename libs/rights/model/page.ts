import type { SubjectAnswer, ToldRecord } from './answer.js';

const STYLE = 'body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}h2{margin-top:2rem}table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}th,td{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top}th{background:#f2f2f2;width:35%}';

/** The answer as one page that needs nothing else: no script, no picture, nothing from elsewhere; to print, to post, to read aloud. */
export function pageOf({ title, request, receivedOn, answeredOn, controller, statement, records, acts, withheldFor, yourRights }: SubjectAnswer): string {
  const parts = [
    `<h1>${safe(title)}</h1>`,
    table([['From', placeOf(controller)], ['Contact', controller.contact ?? ''], ['Received on', receivedOn], ['Answered on', answeredOn], ['Number', request]]),
    `<p>${safe(statement)}</p>`,
    ...records.map(recordPart),
    ...(acts.length > 0 ? ['<h2>What was done</h2>', table(acts.map(({ kind, origin, act, ground }) => [`${kind} kept by ${placeOf(origin)}`, ground ? `${act}: ${ground}` : act]))] : []),
    ...(withheldFor.length > 0 ? ['<h2>What we do not tell</h2>', '<p>Some personal data about you are withheld. We must not tell more of them, in order to:</p>', list(withheldFor)] : []),
    '<h2>Your rights</h2>', list(yourRights),
  ];
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${safe(title)}</title><style>${STYLE}</style></head><body>\n${parts.join('\n')}\n</body></html>\n`;
}

function recordPart({ kind, standing, purposes, legalBasis, particulars, recipients, keptUntil, origin }: ToldRecord, place: number): string {
  const told = recipients?.map((one) => `${placeOf(one)}${one.thirdCountry ? ', outside the European Union' : ''}`);
  return [
    `<h2>${place + 1}. In a record of the kind ${safe(kind)}</h2>`,
    table([
      ['You stand in it as', standing], ['Handed in by', placeOf(origin)], ['Used for', purposes.join('; ')], ['On the basis of', legalBasis], ['Erased at the latest on', keptUntil],
      ...(told ? [['Disclosed to', told.join('; ') || 'nobody'] as const] : []),
    ]),
    ...particulars.map(({ category, lines }) => `<h3>${safe(category)}</h3>\n${table(lines.map(({ label, value }) => [label, value]))}`),
  ].join('\n');
}

const placeOf = ({ name, country }: { readonly name: string; readonly country: string | null }) => (country ? `${name} (${country})` : name);
const table = (rows: readonly (readonly [string, string])[]) => `<table>${rows.map(([head, cell]) => `<tr><th>${safe(head)}</th><td>${safe(cell)}</td></tr>`).join('')}</table>`;
const list = (items: readonly string[]) => `<ul>${items.map((item) => `<li>${safe(item)}</li>`).join('')}</ul>`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };
const safe = (text: string) => text.replace(/[&<>"']/gu, (sign) => ENTITIES[sign]!);
