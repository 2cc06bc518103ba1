const text = { type: 'string' };
const codes = { type: 'array', items: text };
const moment = (description) => ({ type: 'string', format: 'date-time', description });
const key = (description) => ({ kafka: { key: { type: 'string', description } } });

/** What the data-protection officer of an agency is told: ids, codes and dates. @param headers of a CloudEvent, by type and what there is besides */
export function protectionMessages(headers) {
  const of = (types, kind, subject) => headers({ enum: types }, { ce_source: { const: 'urn:amanat:hub' }, ce_time: text, ce_subject: { type: 'string', description: subject }, ce_kind: { const: kind } });
  return {
    breach: {
      name: 'breach', title: 'Another agency had a breach of records that this one holds, or is the originator of (LED art. 30(6)); or more of it is known', contentType: 'application/json',
      bindings: key('Id of the notice'), headers: of(['breach.notified.v1', 'breach.supplemented.v1'], 'breach', 'Id of the notice'),
      payload: {
        type: 'object', required: ['notice', 'agency', 'at', 'records'],
        properties: {
          notice: { ...text, description: 'To be acknowledged' }, agency: { ...text, description: 'Who tells: whose breach it is, or the originator of the records, who passes it on' }, at: moment('When it was told'),
          records: { ...codes, description: 'Ids of the records' }, from: moment('When the breach began'), to: moment('When it ended'),
          nature: codes, risk: text, consequences: codes, measures: { ...codes, description: 'Taken' }, proposed: { ...codes, description: 'Measures that are proposed' },
        },
      },
    },
    breachDue: {
      name: 'breachDue', title: 'The supervisory authority must be notified of a breach of this agency\'s own within 72 hours, or should have been (LED art. 30(1))', contentType: 'application/json',
      bindings: key('Id of the breach'), headers: of(['breach.due.v1', 'breach.overdue.v1'], 'breach', 'Id of the breach'),
      payload: { type: 'object', required: ['breach', 'dueAt'], properties: { breach: text, dueAt: moment('72 hours after the agency knew') } },
    },
    breachRequired: {
      name: 'breachRequired', title: 'The supervisory authority requires that data subjects are told of a breach of this agency\'s own, or decides that they need not be (LED art. 31(4))', contentType: 'application/json',
      bindings: key('Id of the breach'), headers: of(['breach.required.v1'], 'breach', 'Id of the breach'),
      payload: { type: 'object', required: ['breach', 'required', 'at'], properties: { breach: text, required: { type: 'boolean' }, ground: text, at: moment('When it was decided') } },
    },
    oddLookUp: {
      name: 'oddLookUp', title: 'Something odd was found in what an officer of this agency looked up (LED art. 25); who, and why, is asked for by its data-protection officer', contentType: 'application/json',
      bindings: key('Id of the finding'), headers: of(['odd-look-up.found.v1'], 'odd-look-up', 'Id of the finding'),
      payload: { type: 'object', required: ['finding', 'rule', 'at'], properties: { finding: text, rule: text, at: moment('Of the look-up that made it odd') } },
    },
  };
}
