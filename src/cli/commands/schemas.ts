import { join } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { SfumatoError } from '../../base/index.ts';
import { CoordinatorConfig, coordinatorOpenApi } from '../../coordinator/index.ts';
import { NodeConfig, nodeOpenApi } from '../../node/index.ts';
import { policySchemaJson } from '../../policy/index.ts';
import { readTextFile } from '../files/read-text.ts';
import { writeTextFile } from '../files/write-text.ts';
import { loadPolicyFile } from '../policy/policy-file.ts';
import { policySections } from '../policy/policy-sections.ts';
import { helpTail, type Shell } from '../shell.ts';

const asText = (schema: unknown): string => `${JSON.stringify(schema, null, 2)}\n`;

/** The OpenAPI documents of the repository, by path. */
export async function apiFiles(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['docs/openapi.json', asText(await coordinatorOpenApi())],
    ['docs/openapi-node.json', asText(await nodeOpenApi())],
  ]);
}

/** The generated schema files of the repository, by path. */
export function schemaFiles(): ReadonlyMap<string, string> {
  return new Map([
    ['policies/policy.schema.json', policySchemaJson()],
    ['node-config/node.schema.json', asText(z.toJSONSchema(NodeConfig, { io: 'input' }))],
    ['node-config/coordinator.schema.json', asText(z.toJSONSchema(CoordinatorConfig, { io: 'input' }))],
  ]);
}

/** Documents whose lists are written from a policy, and that policy. */
const DOCUMENTS = { 'docs/deidentification.md': 'policies/imaging-metadata/1.3.0.yaml' } as const;

/** The documents of a checkout whose lists are generated, by path; the prose between the lists is as it stands there. */
export function documentFiles(folder: string): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(DOCUMENTS).map(([path, policy]) => [
      path,
      withSections(readTextFile(join(folder, path), 'document'), policySections(loadPolicyFile(join(folder, policy)))),
    ]),
  );
}

/** Puts each section between its two markers. @throws SfumatoError when the text lacks them. */
function withSections(text: string, sections: ReadonlyMap<string, string>): string {
  return [...sections].reduce((whole, [name, section]) => {
    const [start, end] = [`<!-- generated: ${name} -->`, `<!-- end: ${name} -->`];
    const [before, rest] = whole.split(`${start}\n`);
    const [, after] = rest?.split(end) ?? [];
    if (before === undefined || after === undefined) {
      throw new SfumatoError('wrong-use', `A document lacks the markers of its generated part ${name}; put them back.`);
    }
    return `${before}${start}\n${section}\n${end}${after}`;
  }, text);
}

/** `sfumato schemas`: writes the JSON Schemas that editors use, and the lists of documents that come from a policy. */
export function registerSchemas(program: Command, shell: Shell): void {
  const command = program
    .command('schemas')
    .description(
      'write the JSON Schemas of policies and configurations, the OpenAPI documents, and the lists in documents, into a checkout',
    )
    .option('--folder <dir>', 'the checkout', '.')
    .option('--json', 'print one JSON document')
    .action((options: { folder: string; json?: boolean }) =>
      shell.run(options, async () => {
        const files = new Map([...schemaFiles(), ...(await apiFiles()), ...documentFiles(options.folder)]);
        for (const [path, text] of files) {
          writeTextFile(join(options.folder, path), text);
        }
        return { document: { written: [...files.keys()] }, text: [...files.keys()].join('\n') };
      }),
    );
  helpTail(command, ['npx --no sfumato schemas']);
}
