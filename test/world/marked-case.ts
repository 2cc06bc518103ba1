import { CLASSES, type RecordClass } from '#libs/contracts';
import { caseDocument, envelope, type Tree } from './documents.js';

/** A word for each class that stands nowhere but in a field of that class: wherever it turns up, that class has left. */
const word = (code: RecordClass): string => `Zz${code.toLowerCase().replaceAll('_', '')}`;

/** The classes whose words occur in what an exit gave, to the byte. */
export function classesIn(bytes: string): RecordClass[] {
  return CLASSES.map((entry) => entry.code).filter((code) => bytes.includes(word(code)));
}

/** A case that holds something of every class. */
export function markedCase(envelopeChanges: Tree = {}, changes: Tree = {}): Tree {
  return caseDocument({
    envelope: envelope({ reference: word('REFERENCE'), ...envelopeChanges }),
    owner: word('CUSTODY'),
    summary: `Recruited for work abroad. ${word('EVENT')}`,
    offences: [{ code: 'PTPA2018-3-1', section: word('OFFENCE'), accused: ['S1'], against: ['V1'] }],
    moneyTrails: [{ carrier: 'hawala', notes: word('FINANCE') }],
    comments: [{ text: word('ASSESSMENT') }],
    evidence: [{ ref: 'E1', type: 'document', description: word('EVIDENCE') }],
    victims: [{
      ref: 'V1', gender: 'Feminine', majority: 'Adult', citizenships: ['PK'],
      identity: { fullName: `زینب ${word('VICTIM_IDENTITY')}` },
      contact: { shelter: word('VICTIM_CONTACT') },
      special: { ground: 'LED-10-B', necessity: ['care'], health: word('SPECIAL_CATEGORY') },
    }],
    suspects: [{ ref: 'S1', identity: { fullName: word('SUSPECT_IDENTITY') } }],
    organisations: [{ ref: 'O1', name: word('METHOD') }],
    witnesses: [{ ref: 'W1', identity: { fullName: word('WITNESS_IDENTITY') } }],
    ...changes,
  });
}

/** Asks for every marked field, and for what the mask lacks. */
export const MARKED_FIELDS = `id version asOf originator { code } withheld owner summary
  envelope { reference recipients tlp } offences { section } moneyTrails { notes } comments { text } evidence { description }
  victims { ref gender identity { fullName } contact { shelter } special { health } }
  suspects { identity { fullName } } organisations { name } witnesses { identity { fullName } }`;

export const MARKED_CASE = `query($id: ID!) { case(id: $id) { ${MARKED_FIELDS} } }`;
