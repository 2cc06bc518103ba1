const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/** Schema of what is told of a recall. */
export const RECALL = 'urn:amanat:schema:recall:v1';

const text = { type: 'string' };
const moment = (description) => ({ type: 'string', format: 'date-time', description });

/** What is told of a recall and how it is answered, as [path, content]: ids, codes and dates, nothing of a record. */
export function recallSchemas(kinds) {
  const event = {
    $schema: DRAFT, $id: RECALL, title: 'What an agency is told of a recall', type: 'object',
    properties: {
      recall: { ...text, description: 'Id of the recall, to be confirmed' }, record: { ...text, description: 'Id of the record of which copies are held' },
      kind: { enum: kinds }, act: { enum: ['withdrawn', 'erased', 'rectified', 'restricted'] },
      changed: { type: 'array', items: text, description: 'Of what was put right, the classes that this agency may see and was given' },
      at: moment('When it was done: what was had before is meant'), deadline: moment('Until when an answer is due'),
      agency: { ...text, description: 'Whose answer is overdue: told to the originator alone' },
    },
    required: ['recall', 'record', 'kind', 'act', 'at', 'deadline'],
  };
  const confirmation = {
    $schema: DRAFT, $id: 'urn:amanat:schema:recall:confirmation:v1', title: 'What an agency did with its copies', type: 'object',
    properties: {
      id: { ...text, description: 'Id of the recall' }, outcome: { enum: ['erased', 'rectified', 'restricted', 'nothing-held', 'kept-by-law'] },
      legalBasis: { ...text, description: 'With kept-by-law, and nothing else', 'x-codelist': 'legal-bases' }, doneAt: moment('When it was done'),
    },
    required: ['id', 'outcome'], additionalProperties: true,
  };
  const written = (schema) => `${JSON.stringify(schema, null, 1)}\n`;
  return [
    ['schemas/events/recall.event.v1.schema.json', written(event)],
    ['schemas/events/recall.confirmation.v1.schema.json', written(confirmation)],
  ];
}
