/**
 * Loads a part of the driver when it is first needed, and once: what a read of one item does not need is no weight of its programs.
 *
 * @param load  An `import()`, spelt out where it is written so that bundlers see it.
 * @returns Answers the part itself once it is there. A load that failed, as for want of a network, is tried again.
 */
export function loadOnce<Part>(load: () => Promise<Part>): () => Part | Promise<Part> {
  let loaded: Part | Promise<Part> | undefined;
  const begin = async (): Promise<Part> => {
    try {
      const part = await load();
      loaded = part;
      return part;
    } catch (error) {
      loaded = undefined;
      throw error;
    }
  };
  return () => {
    loaded ??= begin();
    return loaded;
  };
}
