import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { containerOf } from '../operation/operation-traits.ts';
import type { Endpoint } from '../routing/endpoint.ts';
import type { FaultScene } from './evaluate-faults.ts';
import { faultOperationTypeOf } from './fault-operation-type.ts';

/** What fault rules see of an attempt. */
export function faultScene(operation: CosmosOperation, { region }: Endpoint): FaultScene {
  const { resource } = operation;
  const container = resource.kind === 'container' ? resource : containerOf(operation);
  return { operationType: faultOperationTypeOf(operation), region, container: container?.id };
}
