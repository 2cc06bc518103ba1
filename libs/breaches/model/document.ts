import type { Agency } from '#libs/directory';
import type { Breach, Notification } from './breach.js';

/**
 * What the supervisory authority is notified of (LED art. 30(1), (3)): one document, given as data here and made into a page by
 * `amanat breach --html`. What is not known yet is null, and follows in phases (art. 30(4)).
 */
export interface BreachDocument {
  readonly breach: string;
  readonly agency: string;
  readonly name: string;
  readonly regime: string;
  readonly country: string | null;
  /** Which notification of this breach; null for a draft. */
  readonly number: number | null;
  readonly sentAt: string | null;
  readonly channel: string | null;
  readonly authority: string | null;
  readonly awareAt: string;
  readonly dueAt: string;
  /** Whether the first notification came within 72 hours; null for a draft. */
  readonly inTime: boolean | null;
  readonly delay: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly nature: readonly string[] | null;
  readonly subjectCategories: readonly string[] | null;
  readonly subjects: number | null;
  readonly kinds: Breach['kinds'];
  readonly records: number;
  readonly contact: string | null;
  readonly consequences: readonly string[] | null;
  readonly risk: string | null;
  readonly measures: readonly string[] | null;
  readonly proposed: readonly string[] | null;
  readonly facts: string | null;
  readonly effects: string | null;
  readonly remedy: string | null;
  readonly communication: Breach['communication'];
  /** What LED art. 30(3) asks for and is not said yet. */
  readonly missing: readonly string[];
}

type Material = Breach & { readonly notification: Notification | null };

/** Each letter of LED art. 30(3) and what says it; where several do, one of them. */
const ASKED: readonly (readonly [string, readonly (keyof Material)[]])[] = [
  ['nature (a)', ['nature']], ['categories of data subjects (a)', ['subjectCategories']], ['number of data subjects (a)', ['subjects']],
  ['likely consequences (c)', ['consequences', 'effects']], ['measures (d)', ['measures', 'proposed', 'remedy']],
];

/** @param agency as the directory knows it: where the breach names no contact, its own is the one */
export function documentOf(material: Material, agency: Agency): BreachDocument {
  const { notification, notifications, kinds } = material;
  const contact = material.contact ?? agency.contact;
  const missing = ASKED.filter(([, names]) => names.every((name) => material[name] === null)).map(([title]) => title);
  const first = notifications[0];
  return {
    breach: material.id, agency: agency.code, name: agency.name, regime: agency.regime, country: agency.country,
    number: notification?.number ?? null, sentAt: notification?.sentAt ?? null, channel: notification?.channel ?? null, authority: notification?.authority ?? null,
    awareAt: material.awareAt, dueAt: material.dueAt, inTime: notification && first ? first.sentAt <= material.dueAt : null, delay: notification?.delay ?? null,
    from: material.from, to: material.to, nature: material.nature, subjectCategories: material.subjectCategories, subjects: material.subjects,
    kinds, records: kinds.reduce((sum, { records }) => sum + records, 0), contact, consequences: material.consequences, risk: material.risk,
    measures: material.measures, proposed: material.proposed, facts: material.facts, effects: material.effects, remedy: material.remedy,
    communication: material.communication, missing: contact === null ? [...missing, 'contact (b)'] : missing,
  };
}
