import { describe, expect, it } from '@jest/globals';
import type {
  DurableClient,
  EntityListing,
  EntityReference,
  EntitySnapshot,
  InstanceId,
  OrchestrationReference,
  OrchestrationStatus,
} from '@perdura/durable-client';

/** Whether two types are the same; assigning `true` to it is the test, made by the compiler. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

interface Order {
  readonly sku: string;
}
interface Receipt {
  readonly total: number;
}

/** As `orchestration()` and `entity()` of durable-core make them, with more than the client asks for. */
declare const order: OrchestrationReference<Order, Receipt> & { readonly kind: 'orchestration'; run(): void };
declare const nightly: OrchestrationReference<undefined, void>;
declare const anything: OrchestrationReference;
type CounterOperations = {
  readonly add: { readonly input: number; readonly output: number };
  readonly reset: { readonly input: undefined; readonly output: undefined };
  readonly label: { readonly input: string | undefined; readonly output: undefined };
};
declare const counter: EntityReference<CounterOperations, { n: number }> & { readonly kind: 'entity' };

/** What only the compiler looks at. */
function compiled(program: unknown): void {
  expect(program).toBeInstanceOf(Function);
}

describe('types', () => {
  it('carry input and output from a definition through its id to every status', () => {
    compiled(async (client: DurableClient) => {
      const id = await client.startNew(order, { sku: 'K-9' });
      const finished = await client.waitForCompletion(id);
      const checks: true[] = [
        ((): Same<typeof id, InstanceId<Order, Receipt>> => true)(),
        ((): Same<typeof finished, OrchestrationStatus<Order, Receipt>> => true)(),
        ((): Same<(typeof finished)['input'], Order | null> => true)(),
      ];
      // @ts-expect-error the output is typed only once the instance has completed
      const early: Receipt = finished.output;
      if (finished.runtimeStatus === 'Completed') {
        const total: number = finished.output.total;
        return [checks, early, total];
      }
      const again = await client.restart(id, { keepInstanceId: true });
      const restarted: Order | null | undefined = (await client.queryStatus(again))?.input;
      const text: string = id;
      return [restarted, text];
    });
  });

  it('know nothing of an id that is a text, unless it is told', () => {
    compiled(async (client: DurableClient) => {
      const unknownStatus = await client.queryStatus('order-17');
      const known: InstanceId<Order, Receipt> = 'order-17';
      const status = await client.waitForCompletion(known);
      const named = await client.startNew('process_order', { input: 1n });
      const checks: true[] = [
        ((): Same<typeof unknownStatus, OrchestrationStatus | undefined> => true)(),
        ((): Same<typeof status, OrchestrationStatus<Order, Receipt>> => true)(),
        ((): Same<typeof named, string> => true)(),
      ];
      // @ts-expect-error nothing is known of its output
      const total: number = unknownStatus?.runtimeStatus === 'Completed' ? unknownStatus.output : 0;
      return [checks, total];
    });
  });

  it('check the input of a start, and ask for one only where the orchestration does', () => {
    compiled((client: DurableClient) => [
      client.startNew(order, { sku: 'K-9' }, { instanceId: 'order-17', version: '2' }),
      client.startNew(nightly),
      client.startNew(nightly, undefined, { instanceId: 'nightly' }),
      client.startNew(anything),
      client.startNew(anything, { whatever: true }),
      // @ts-expect-error there is no sku
      client.startNew(order, { id: 1 }),
      // @ts-expect-error the input is missing
      client.startNew(order),
      // @ts-expect-error it takes none
      client.startNew(nightly, 1),
    ]);
  });

  it('check operations and inputs of a signal, and type the state of an entity', () => {
    compiled(async (client: DurableClient) => {
      const snapshot = await client.readEntity(counter, 'k');
      const untyped = await client.readEntity('@counter@k');
      const listings: EntityListing<{ n: number }>[] = [];
      for await (const listing of client.listEntities({ entity: counter })) listings.push(listing);
      for await (const { state } of client.listEntities()) {
        // @ts-expect-error nothing is known of it
        state?.n;
      }
      const checks: true[] = [
        ((): Same<typeof snapshot, EntitySnapshot<{ n: number }> | undefined> => true)(),
        ((): Same<typeof untyped, EntitySnapshot | undefined> => true)(),
      ];
      await client.signalEntity(counter, 'k', 'add', 1, { requestTimeoutMs: 5 });
      await client.signalEntity(counter, 'k', 'reset');
      await client.signalEntity(counter, 'k', 'label');
      await client.signalEntity({ name: 'counter', key: 'k' }, 'anything', { whatever: true });
      // @ts-expect-error there is no such operation
      await client.signalEntity(counter, 'k', 'subtract', 1);
      // @ts-expect-error it takes a number
      await client.signalEntity(counter, 'k', 'add', '1');
      // @ts-expect-error the input is missing
      await client.signalEntity(counter, 'k', 'add');
      // @ts-expect-error the key is missing
      await client.readEntity(counter);
      return checks;
    });
  });
});
