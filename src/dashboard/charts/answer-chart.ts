import type { Context } from 'hono';
import { type Drawing, drawSvg } from './svg.ts';

/** A chart as a picture of its own: its styles stay in it, whatever the page allows. Nobody keeps a copy of it. */
export async function answerChart(c: Context, drawing: Drawing): Promise<Response> {
  c.header('Content-Type', 'image/svg+xml');
  c.header('Cache-Control', 'private, no-store');
  return c.body(await drawSvg(drawing));
}
