import { htmlPage, safe, table } from '#libs/kernel';

/** What of a register is written on its page; the hub's answer as it came. */
export interface PrintedRegister {
  readonly agency: { readonly code: string; readonly name: string; readonly regime: string; readonly country: string | null };
  readonly contact: string | null;
  readonly officers: readonly string[];
  readonly legalBases: readonly Word[];
  readonly activities: readonly {
    readonly kind: string; readonly purposes: readonly Word[]; readonly subjects: readonly string[]; readonly timeLimits: readonly string[];
    readonly data: readonly { readonly class: string; readonly title: string; readonly sealed: boolean; readonly fields: readonly string[] }[];
  }[];
  readonly recipients: readonly { readonly agency: { readonly code: string; readonly name: string; readonly regime: string }; readonly thirdCountry: boolean; readonly classes: readonly string[]; readonly byTransfer: readonly string[] }[];
  readonly rules: readonly { readonly id: string; readonly effect: string; readonly title: string; readonly law: string; readonly classes: readonly string[] }[];
  readonly measures: readonly { readonly letter: string; readonly control: string; readonly measure: string }[];
  readonly profiling: string;
  readonly policy: string;
}

interface Word {
  readonly code: string;
  readonly title: string;
}

/** One HTML page that needs nothing else: the systematic description that an impact assessment begins with (LED art. 27(2)). */
export function pageOf(register: PrintedRegister, madeAt: Date): string {
  const { agency } = register;
  return htmlPage(`Records of processing: ${agency.name}`, `<h1>Records of processing of ${safe(agency.name)}</h1>
<p>LED art. 24(1); GDPR art. 30. Made by the hub on ${madeAt.toISOString().slice(0, 10)} out of its schema, rule table and directory; rule table <code>${safe(register.policy)}</code>.</p>
<h2>Controller</h2>
${table(['agency', 'regime', 'country', 'contact', 'data-protection officers'], [[agency.code, agency.regime, agency.country ?? 'international', register.contact ?? 'none given', register.officers.join(', ') || 'none']])}
${register.activities.map(activity).join('\n')}
<h2>Recipients</h2>
${table(['agency', 'regime', 'third country', 'is shown', 'only by a transfer record'], register.recipients.map((one) => [`${one.agency.name} (${one.agency.code})`, one.agency.regime, one.thirdCountry ? 'yes' : 'no', one.classes.join(', '), one.byTransfer.join(', ')]))}
<h2>Legal bases</h2>
${table(['code', 'law'], register.legalBases.map(({ code, title }) => [code, title]))}
<h2>Profiling</h2>
<p>${safe(register.profiling)}</p>
<h2>Rules of disclosure</h2>
${table(['rule', 'effect', 'says', 'law', 'classes'], register.rules.map((rule) => [rule.id, rule.effect, rule.title, rule.law, rule.classes.join(', ')]))}
<h2>Measures (LED art. 29(2))</h2>
${table(['', 'control', 'measure'], register.measures.map(({ letter, control, measure }) => [letter, control, measure]))}`);
}

function activity({ kind, purposes, subjects, data, timeLimits }: PrintedRegister['activities'][number]): string {
  return `<h2>Records of the kind ${safe(kind)}</h2>
<p>Purposes: ${purposes.map(({ title }) => safe(title)).join('; ')}. Data subjects: ${safe(subjects.join(', ').toLowerCase()) || 'none'}.</p>
${table(['category of data', '', 'kept', 'fields'], data.map((held) => [held.class, held.title, held.sealed ? 'sealed' : 'open', held.fields.join(', ')]))}
<ul>${timeLimits.map((limit) => `<li>${safe(limit)}</li>`).join('')}</ul>`;
}
