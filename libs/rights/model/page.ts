import { htmlPage, namedRows, safe } from '#libs/kernel';
import type { SubjectAnswer, ToldRecord } from './answer.js';

/** The answer as one page that needs nothing else, to print, to post, to read aloud. */
export function pageOf({ title, request, receivedOn, answeredOn, controller, statement, records, acts, withheldFor, yourRights }: SubjectAnswer): string {
  const parts = [
    `<h1>${safe(title)}</h1>`,
    namedRows([['From', placeOf(controller)], ['Contact', controller.contact ?? ''], ['Received on', receivedOn], ['Answered on', answeredOn], ['Number', request]]),
    `<p>${safe(statement)}</p>`,
    ...records.map(recordPart),
    ...(acts.length > 0 ? ['<h2>What was done</h2>', namedRows(acts.map(({ kind, origin, act, ground }) => [`${kind} kept by ${placeOf(origin)}`, ground ? `${act}: ${ground}` : act]))] : []),
    ...(withheldFor.length > 0 ? ['<h2>What we do not tell</h2>', '<p>Some personal data about you are withheld. We must not tell more of them, in order to:</p>', list(withheldFor)] : []),
    '<h2>Your rights</h2>', list(yourRights),
  ];
  return htmlPage(title, parts.join('\n'));
}

function recordPart({ kind, standing, purposes, legalBasis, particulars, recipients, keptUntil, origin }: ToldRecord, place: number): string {
  const told = recipients?.map((one) => `${placeOf(one)}${one.thirdCountry ? ', outside the European Union' : ''}`);
  return [
    `<h2>${place + 1}. In a record of the kind ${safe(kind)}</h2>`,
    namedRows([
      ['You stand in it as', standing], ['Handed in by', placeOf(origin)], ['Used for', purposes.join('; ')], ['On the basis of', legalBasis], ['Erased at the latest on', keptUntil],
      ...(told ? [['Disclosed to', told.join('; ') || 'nobody'] as const] : []),
    ]),
    ...particulars.map(({ category, lines }) => `<h3>${safe(category)}</h3>\n${namedRows(lines.map(({ label, value }) => [label, value]))}`),
  ].join('\n');
}

const placeOf = ({ name, country }: { readonly name: string; readonly country: string | null }) => (country ? `${name} (${country})` : name);
const list = (items: readonly string[]) => `<ul>${items.map((item) => `<li>${safe(item)}</li>`).join('')}</ul>`;
