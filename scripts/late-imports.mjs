// What the compiler can't see: a module in the older format has named exports for Node, but as a part of a bundle only a default.

/** What a bundle's modules take of what they load late, and don't get: one line each. `read` gives the text of a module. */
export function missedByLateImports({ inputs, outputs }, read) {
  const exportsOf = new Map(
    Object.values(outputs).flatMap(({ entryPoint, exports }) => (entryPoint ? [[entryPoint, exports]] : [])),
  );
  return Object.entries(inputs).flatMap(([importer, { imports }]) => {
    const late = imports.filter(({ kind, external }) => kind === 'dynamic-import' && !external);
    return late.flatMap(({ path, original = path }) => {
      const lacking = namesTaken(read(importer), original).filter((name) => !exportsOf.get(path)?.includes(name));
      return lacking.map((name) => `${importer} takes ${name} of ${original}, which has only a default there`);
    });
  });
}

/** The names taken of a module where it is loaded: `const { a, b: c } = await import('module')`. */
function namesTaken(text, module) {
  const quoted = `['"]${module.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}['"]`;
  const taken = new RegExp(`\\{([^{}]*)\\}\\s*=\\s*await\\s+import\\(\\s*${quoted}\\s*\\)`, 'g');
  return [...text.matchAll(taken)].flatMap(([, names]) =>
    names.split(',').flatMap((one) => one.split(':')[0].trim() || []),
  );
}
