import { htmlPage, safe, table } from '#libs/kernel';

/** What of a breach is written on its page; the hub's answer as it came. */
export interface PrintedBreach {
  readonly breach: string;
  readonly agency: string;
  readonly name: string;
  readonly regime: string;
  readonly country: string | null;
  readonly number: number | null;
  readonly sentAt: string | null;
  readonly channel: string | null;
  readonly authority: string | null;
  readonly awareAt: string;
  readonly dueAt: string;
  readonly inTime: boolean | null;
  readonly delay: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly nature: readonly string[] | null;
  readonly subjectCategories: readonly string[] | null;
  readonly subjects: number | null;
  readonly kinds: readonly { readonly kind: string; readonly records: number }[];
  readonly records: number;
  readonly contact: string | null;
  readonly consequences: readonly string[] | null;
  readonly risk: string | null;
  readonly measures: readonly string[] | null;
  readonly proposed: readonly string[] | null;
  readonly facts: string | null;
  readonly effects: string | null;
  readonly remedy: string | null;
  readonly communication: { readonly decision: string; readonly ground: string | null; readonly at: string | null; readonly decidedAt: string } | null;
  readonly missing: readonly string[];
}

const UNKNOWN = 'not known yet';
const moment = (at: string | null) => (at === null ? UNKNOWN : `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`);
const words = (codes: readonly string[] | null) => codes?.map((code) => code.replaceAll('-', ' ')).join('; ') ?? UNKNOWN;
/** `LED-31-3-A` as a lawyer writes it. */
const law = (ground: string) => ground.replace(/^LED-(\d+)-(\d+)-([A-E])$/u, (_, article: string, paragraph: string, letter: string) => `LED art. ${article}(${paragraph})(${letter.toLowerCase()})`);

/** The notification of a breach to the supervisory authority (LED art. 30(3)), point by point. */
export function breachPage(document: PrintedBreach): string {
  const { number, name, agency, regime, country, missing } = document;
  const title = number === null ? 'Draft of a notification of a personal data breach' : `Notification ${number} of a personal data breach`;
  const pending = missing.length === 0 ? '' : `<p>To follow in phases (LED art. 30(4)): ${safe(missing.join('; '))}.</p>`;
  return htmlPage(`${title}: ${name}`, `<h1>${safe(title)}</h1>
<p>${safe(name)} (${safe(agency)}), ${safe(regime)}, ${safe(country ?? 'international')}. Breach <code>${safe(document.breach)}</code>. LED art. 30(1), (3); GDPR art. 33.</p>
${table(['', ''], [...sending(document), ...account(document), ...telling(document)])}
${pending}`);
}

function sending({ awareAt, dueAt, sentAt, channel, authority, inTime, delay }: PrintedBreach): string[][] {
  const rows = [['The controller came to know of it', moment(awareAt)], ['72 hours later', moment(dueAt)]];
  if (sentAt !== null) rows.push(['Notified', `${moment(sentAt)}, ${channel === 'hub' ? 'inside the hub' : `to ${authority}`}${inTime ? '' : '; not within 72 hours'}`]);
  if (delay !== null) rows.push(['Reasons for the delay', delay]);
  return rows;
}

function account(document: PrintedBreach): string[][] {
  const { kinds, records, subjects } = document;
  return [
    ['When it happened', `${moment(document.from)} to ${moment(document.to)}`], ['Nature (a)', words(document.nature)],
    ['Data subjects (a)', `${subjects === null ? 'number not known yet' : `about ${subjects}`}: ${words(document.subjectCategories)}`],
    ['Records (a)', records === 0 ? UNKNOWN : `${records}: ${kinds.map((one) => `${one.records} of the kind ${one.kind}`).join('; ')}`],
    ['Contact (b)', document.contact ?? UNKNOWN], ['Likely consequences (c)', words(document.consequences)], ['Risk to persons', words(document.risk === null ? null : [document.risk])],
    ['Measures taken (d)', words(document.measures)], ['Measures proposed (d)', words(document.proposed)],
    ['Facts', document.facts ?? UNKNOWN], ['Effects', document.effects ?? UNKNOWN], ['Remedial action', document.remedy ?? UNKNOWN],
  ];
}

function telling({ communication }: PrintedBreach): string[][] {
  if (communication === null) return [['Data subjects (LED art. 31)', 'not decided yet']];
  const { decision, ground, at, decidedAt } = communication;
  return [['Data subjects (LED art. 31)', [decision.replaceAll('-', ' '), ground && law(ground), at && `told ${moment(at)}`, `decided ${moment(decidedAt)}`].filter(Boolean).join(', ')]];
}
