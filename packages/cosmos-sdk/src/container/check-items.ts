import type { CosmosResponse } from '@perdura/cosmos-driver';
import { applySchema } from '../schema/apply-schema.ts';
import type { ContainerScope } from './container-scope.ts';

/**
 * Items that were read, after the container's schema has seen them where it was told to.
 *
 * @throws {CosmosError} `invalid-item` for the first that it refuses.
 */
export async function checkItems(
  { schema, validateOnRead, reference }: ContainerScope,
  items: readonly unknown[],
  response: CosmosResponse,
): Promise<readonly unknown[]> {
  if (!validateOnRead || schema === undefined) return items;
  const { status, diagnostics } = response;
  return Promise.all(
    items.map((item) => {
      const { id } = item as { readonly id: string };
      return applySchema(schema, item, `Item "${id}" of container "${reference.id}"`, {
        status,
        response,
        diagnostics,
      });
    }),
  );
}
