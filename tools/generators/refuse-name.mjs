/** A name that can be a folder, an nx project and a word in the YAML. */
const legal = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

export function refuseName(name) {
  if (!legal.test(name)) {
    throw new Error(
      `name: got ${JSON.stringify(name)}, expected lower-case words joined by hyphens, such as tail-loss`,
    );
  }
}
