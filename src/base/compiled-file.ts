/**
 * Where the compiled file `path`, from `dist/` on, stands beside the module `from` (its `import.meta.url`). What starts as a process or a
 * thread of its own is compiled even where the sources run: Node 20 starts no TypeScript.
 */
export function compiledFile(from: string, path: string): URL {
  const folder = from.endsWith('.ts') ? '/src/' : '/dist/';
  return new URL(`dist/${path}`, from.slice(0, from.lastIndexOf(folder) + 1));
}
