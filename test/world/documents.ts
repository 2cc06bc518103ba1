/** Builders of invented documents: each the least that its kind asks for, changed as a story needs. */
export type Tree = Record<string, unknown>;

export function envelope(changes: Tree = {}): Tree {
  return {
    legalBasis: 'PTPA2018', purposes: ['criminal-investigation', 'victim-protection'], recipients: ['europol', 'nccia', 'frontex', 'iom'],
    tlp: 'AMBER', erasureDate: '2036-01-01', classification: 'trafficking', statement: 'fact', ...changes,
  };
}

export function caseDocument(changes: Tree = {}): Tree {
  return {
    envelope: envelope(), status: 'Active', summary: 'Recruited for work abroad, held on arrival.',
    victims: [{
      ref: 'V1', gender: 'Feminine', majority: 'Adult', citizenships: ['PK'],
      identity: { fullName: 'زینب خان', birthDate: '1999-04-02', cnic: '35202-1234567-8' },
      contact: { mobilePhone: '+923001234567' },
    }],
    suspects: [{ ref: 'S1', identity: { fullName: 'Arshad Mehmood Invented' } }],
    moneyTrails: [{ carrier: 'hawala', sum: { amount: '1200', currency: 'EUR' } }],
    ...changes,
  };
}

export function incidentDocument(changes: Tree = {}): Tree {
  return {
    envelope: envelope({ classification: 'smuggling' }), type: 'incident', date: '2025-06-14',
    place: { country: 'GR', latitude: 36.9, longitude: 21.1 }, route: 'libya-greece',
    dead: 3, missing: 12, survivors: 40, countriesOfOrigin: ['PK'], causes: ['drowning'], ...changes,
  };
}

export function alertDocument(changes: Tree = {}): Tree {
  return {
    envelope: envelope(), type: 'method', urgency: 'urgent', text: 'Visit visas are used for work that does not exist.',
    route: 'south-east-asia', country: 'KH', method: 'Passports are taken on arrival.', ...changes,
  };
}
