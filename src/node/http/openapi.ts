import { nameComponents } from '../../contract/index.ts';
import { servedDocument } from '../../link/index.ts';
import { nodeRouter } from './router.ts';

/** OpenAPI 3.1 of the procedures that a node serves where `listen.unsigned` says so. */
export async function nodeOpenApi(): Promise<object> {
  const { generateOpenApiDocument } = await import('trpc-to-openapi');
  nameComponents();
  return servedDocument(
    generateOpenApiDocument(nodeRouter, {
      title: 'Sfumato node',
      description:
        'Procedures of one site, as it serves them where `listen.unsigned` is set. What is asked is a signed text: a compact JWS by the asker’s key.',
      version: '1',
      baseUrl: '/',
      openApiVersion: '3.1.0',
      securitySchemes: {},
    }),
  );
}
