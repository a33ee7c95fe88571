import { z } from 'zod';
import { LIMITS } from '../base/index.ts';

const Response = z.looseObject({
  description: z.string(),
  content: z.record(z.string(), z.looseObject({ schema: z.unknown() })),
});
const Operation = z.looseObject({ responses: z.record(z.string(), Response) });
const Document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

/** Every error that procedures give: a number, a sentence that repeats nothing of what was sent, and nothing else. */
const ERROR = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: {
        message: { type: 'string' },
        code: { type: 'integer' },
        data: { type: 'object', additionalProperties: false },
      },
      required: ['message', 'code', 'data'],
      additionalProperties: false,
    },
  },
  required: ['error'],
  additionalProperties: false,
} as const;

/** What comes before a procedure has looked at its input. */
const BEFORE = {
  '400': 'The body is not JSON, or not of the form of the input; the message says which field is wrong, and how',
  '404': 'There is no such procedure',
  '405': 'Called by another method than POST',
  '413': `A body of more than ${LIMITS.bodyBytesMax} bytes`,
  '415': 'A body that is not called application/json',
} as const;

/** An OpenAPI document of procedures as they are served: outputs and errors in the envelopes of tRPC, one form of error for all. */
export function servedDocument(generated: object): object {
  const { paths, components, ...document } = Document.parse(JSON.parse(JSON.stringify(generated, withoutFalseItems)));
  // Errors are of one form here, and not of those that the generator names.
  const named = Object.entries(components.schemas).filter(([name]) => !name.startsWith('error.'));
  return {
    ...document,
    paths: mapped(paths, (methods) =>
      mapped(methods, (operation) => ({ ...operation, responses: responsesOf(operation.responses) })),
    ),
    components: { schemas: { ...Object.fromEntries(named), Error: ERROR } },
  };
}

/** `items: false` beside `maxItems` says nothing more, and makers of clients don't read it. */
function withoutFalseItems(key: string, value: unknown): unknown {
  return key === 'items' && value === false ? undefined : value;
}

/** The text of a document that never changes: made once, for whoever asks first, because that takes longer than most answers. */
export function fixedDocument(make: () => Promise<object>): () => Promise<string> {
  let text: Promise<string> | undefined;
  return () => {
    text ??= make().then((document) => JSON.stringify(document));
    return text;
  };
}

function responsesOf(responses: z.infer<typeof Operation>['responses']): object {
  const error = (description: string) => ({
    description,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
  });
  const documented = mapped(responses, (response, status) => {
    const output = response.content['application/json']?.schema;
    return status === '200'
      ? { ...response, content: { 'application/json': { schema: enveloped(output) } } }
      : error(response.description);
  });
  return { ...documented, ...mapped(BEFORE, error) };
}

function enveloped(output: unknown): object {
  const result = { type: 'object', properties: { data: output }, required: ['data'] };
  return { type: 'object', properties: { result }, required: ['result'] };
}

function mapped<T, U>(record: Readonly<Record<string, T>>, map: (value: T, key: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
