import { CosmosError } from './errors/cosmos-error.ts';

/**
 * Loads a part of the driver when it is first needed, and once: what a read of one item does not need is no weight of its programs.
 *
 * @param load  An `import()`, spelt out where it is written so that bundlers see it.
 * @returns Answers the part itself once it is there. A load that failed, as for want of a network, is tried again by the next who asks;
 * it rejects with a {@link CosmosError} `transport-failed`, which a transport may pass on: nothing was sent.
 */
export function loadOnce<Part>(load: () => Promise<Part>): () => Part | Promise<Part> {
  let loaded: Part | Promise<Part> | undefined;
  const begin = async (): Promise<Part> => {
    try {
      const part = await load();
      loaded = part;
      return part;
    } catch (cause) {
      loaded = undefined;
      const told = 'A part of the driver cannot be loaded. Its files must be served beside those of the program.';
      throw Object.assign(new CosmosError(told, { code: 'transport-failed', cause }), { requestSent: 'not-sent' });
    }
  };
  return () => {
    loaded ??= begin();
    return loaded;
  };
}
