/**
 * A lock file that `npm ci` accepts everywhere: every optional dependency of an entry has an entry of its own
 * (registries that lack a platform package make npm write an incomplete lock, which npm ci then refuses), and no
 * entry names the host it was downloaded from.
 */

function hasEntry(packages, from, name) {
  for (let path = from; ; path = path.slice(0, Math.max(0, path.lastIndexOf('/node_modules/')))) {
    if (packages[path ? `${path}/node_modules/${name}` : `node_modules/${name}`]) return true;
    if (!path.includes('/node_modules/')) return Boolean(packages[`node_modules/${name}`]);
  }
}

function missingOptionals(packages) {
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !hasEntry(packages, path, name))
      .map(
        (name) =>
          `package-lock.json lacks ${name}, an optional dependency of ${path || 'the root'}; pin a complete version`,
      ),
  );
}

function foreignHosts(packages) {
  return Object.entries(packages)
    .filter(
      ([, { resolved }]) =>
        resolved?.startsWith('http') && !resolved.startsWith('https://registry.npmjs.org/'),
    )
    .map(([path]) => `package-lock.json names a private download host for ${path}; remove its "resolved"`);
}

/** Problems of a parsed package-lock.json. */
export function checkLock(lock) {
  return [...missingOptionals(lock.packages), ...foreignHosts(lock.packages)];
}
