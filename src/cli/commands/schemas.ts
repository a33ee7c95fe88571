import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { CoordinatorConfig } from '../../coordinator/index.ts';
import { NodeConfig } from '../../node/index.ts';
import { policySchemaJson } from '../../policy/index.ts';
import { helpTail, type Shell } from '../shell.ts';

/** The generated schema files of the repository, by path. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const asText = (schema: unknown): string => `${JSON.stringify(schema, null, 2)}\n`;
  return new Map([
    ['policies/policy.schema.json', policySchemaJson()],
    ['node-config/node.schema.json', asText(z.toJSONSchema(NodeConfig, { io: 'input' }))],
    ['node-config/coordinator.schema.json', asText(z.toJSONSchema(CoordinatorConfig, { io: 'input' }))],
  ]);
}

/** `sfumato schemas`: writes the JSON Schemas that editors use for policies and configurations. */
export function registerSchemas(program: Command, shell: Shell): void {
  const command = program
    .command('schemas')
    .description('write the JSON Schemas of policies and configurations into a checkout')
    .option('--folder <dir>', 'the checkout', '.')
    .option('--json', 'print one JSON document')
    .action((options: { folder: string; json?: boolean }) =>
      shell.run(options, async () => {
        const files = schemaFiles();
        for (const [path, text] of files) {
          writeFileSync(join(options.folder, path), text);
        }
        return { document: { written: [...files.keys()] }, text: [...files.keys()].join('\n') };
      }),
    );
  helpTail(command, ['npx --no sfumato schemas']);
}
