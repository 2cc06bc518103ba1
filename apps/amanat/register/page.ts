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

const STYLE = `body{font:15px/1.45 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}th,td{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top}
th{background:#f2f2f2}code{font-size:.9em}`;

/** One HTML page that needs nothing else: the systematic description that an impact assessment begins with (LED art. 27(2)). */
export function pageOf(register: PrintedRegister, madeAt: Date): string {
  const { agency } = register;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Records of processing: ${safe(agency.name)}</title><style>${STYLE}</style></head><body>
<h1>Records of processing of ${safe(agency.name)}</h1>
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
${table(['', 'control', 'measure'], register.measures.map(({ letter, control, measure }) => [letter, control, measure]))}
</body></html>
`;
}

function activity({ kind, purposes, subjects, data, timeLimits }: PrintedRegister['activities'][number]): string {
  return `<h2>Records of the kind ${safe(kind)}</h2>
<p>Purposes: ${purposes.map(({ title }) => safe(title)).join('; ')}. Data subjects: ${safe(subjects.join(', ').toLowerCase()) || 'none'}.</p>
${table(['category of data', '', 'kept', 'fields'], data.map((held) => [held.class, held.title, held.sealed ? 'sealed' : 'open', held.fields.join(', ')]))}
<ul>${timeLimits.map((limit) => `<li>${safe(limit)}</li>`).join('')}</ul>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: string) => `<tr>${cells.map((cell) => `<${tag}>${safe(cell)}</${tag}>`).join('')}</tr>`;
  return `<table>${line(head, 'th')}${rows.map((row) => line(row, 'td')).join('\n')}</table>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };
const safe = (text: string) => text.replace(/[&<>"']/gu, (sign) => ENTITIES[sign]!);
