import { nameComponents } from '../../contract/index.ts';
import { servedDocument } from '../../link/index.ts';
import { coordinatorRouter } from './router.ts';

/** OpenAPI 3.1 of the procedures that the coordinator serves; the streamed ones, `query.follow` and `query.followDryRun`, are not a document's to describe. */
export async function coordinatorOpenApi(): Promise<object> {
  const { generateOpenApiDocument } = await import('trpc-to-openapi');
  nameComponents();
  return servedDocument(
    generateOpenApiDocument(coordinatorRouter, {
      title: 'Sfumato coordinator',
      description:
        'Forwards signed questions to sites and combines what they release. What is asked is a signed text: a compact JWS by the asker’s key. `query.follow` and `query.followDryRun` take what `query.ask` and `query.dryRun` do and stream the reply.',
      version: '1',
      baseUrl: '/',
      openApiVersion: '3.1.0',
      securitySchemes: {},
    }),
  );
}
