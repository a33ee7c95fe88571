import { assert } from './assert.ts';

/** Makes and opens one kind of token. */
export interface Vault<Content> {
  /** A frozen, empty object without a prototype: JSON, inspect, clone, spread and proxies find nothing in it. */
  put(content: Content): object;
  /** What `token` stands for. @throws AssertionFailure when this vault didn't make it, or it was used up. */
  look(token: object): Content;
  /** As `look`, and uses the token up. @throws AssertionFailure as `look` does. */
  take(token: object): Content;
  /** Whether this vault made `token` and it isn't used up. */
  holds(token: unknown): token is object;
}

/** A vault for tokens called `name` in assertions. The contents sit in a WeakMap that nothing else can reach. */
export function vault<Content>(name: string): Vault<Content> {
  const contents = new WeakMap<object, { readonly content: Content }>();
  const look = (token: object): Content => {
    const held = contents.get(token);
    assert(held !== undefined, `this is not a live ${name}`);
    return held.content;
  };
  return Object.freeze({
    put(content: Content): object {
      const token = Object.freeze(Object.create(null));
      contents.set(token, { content });
      return token;
    },
    look,
    take(token: object): Content {
      const content = look(token);
      contents.delete(token);
      return content;
    },
    holds: (token: unknown): token is object => typeof token === 'object' && token !== null && contents.has(token),
  });
}
