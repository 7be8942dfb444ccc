import * as df from 'durable-functions';
import { attempts, declined, type Order, slowly } from './work.ts';

/** Registers the samples as an app of `durable-functions` 3.5 does: same names, same calls in the same order. */
export function registerTheirs(): void {
  const tried = attempts();
  df.app.activity('greet', { handler: (city: string) => `Hello ${city}!` });
  df.app.activity('echo', { handler: (value: unknown) => value });
  df.app.activity('kind_of', { handler: (value: unknown) => (Array.isArray(value) ? 'list' : typeof value) });
  df.app.activity('nothing', { handler: () => undefined });
  df.app.activity('charge', { handler: (amount: number) => declined(amount) });
  df.app.activity('flaky', {
    handler: ({ key, failures }: { key: string; failures: number }) => tried(key, failures),
  });
  df.app.activity('wait', { handler: (order: Order) => slowly(order) });

  df.app.entity<number>('account', ({ df: context }) => {
    const state = context.getState(() => 0) ?? 0;
    const amount = context.getInput<number>() ?? 0;
    switch (context.operationName) {
      case 'deposit':
        if (amount > 1_000) context.signalEntity(new df.EntityId('account', 'police'), 'deposit', 1);
        context.setState(state + amount);
        return context.return(state + amount);
      case 'balance':
        return context.return(state);
      case 'withdraw':
        if (amount > state) throw new Error('overdrawn');
    }
  });

  df.app.orchestration('child', function* (context) {
    const input = context.df.getInput<number>() as number;
    if (input < 0) throw new Error('below zero');
    return (yield context.df.callActivity('echo', input)) * 2;
  });
  df.app.orchestration('counter', function* (context) {
    const input = context.df.getInput<number>() as number;
    yield context.df.callActivity('echo', input);
    if (input >= 3) return input;
    context.df.continueAsNew(input + 1);
    return undefined;
  });
  df.app.orchestration('letters', function* (context) {
    const input = context.df.getInput<string>() as string;
    const letter: string = yield context.df.waitForExternalEvent('letter');
    if (letter === '.') return input;
    context.df.continueAsNew(input + letter);
    return undefined;
  });
  df.app.orchestration('sequence', function* (context) {
    const said: string[] = [];
    for (const city of ['Tokyo', 'London', 'Seattle']) said.push(yield context.df.callActivity('greet', city));
    return said;
  });
  df.app.orchestration('fan_out', function* (context) {
    const cities = context.df.getInput<string[]>() as string[];
    return yield context.df.Task.all(cities.map((city) => context.df.callActivity('greet', city)));
  });
  df.app.orchestration('values', function* (context) {
    const seen: unknown[] = [];
    for (const value of ['7', '"x"', 'text', '', 0, 0.5, true, null, [1, 'a'], { a: { b: [] } }]) {
      seen.push([yield context.df.callActivity('kind_of', value), yield context.df.callActivity('echo', value)]);
    }
    return seen;
  });
  df.app.orchestration('no_values', function* (context) {
    return [yield context.df.callActivity('nothing'), context.df.getInput() ?? 'none'];
  });
  df.app.orchestration('deadline', function* (context) {
    const [order] = context.df.getInput<Order[]>() as Order[];
    const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 60_000));
    const work = context.df.callActivity('wait', order);
    const winner: unknown = yield context.df.Task.any([work, timer]);
    if (winner === work) timer.cancel();
    return winner === work ? 'done' : 'too late';
  });
  df.app.orchestration('sleeper', function* (context) {
    const beforeMs = context.df.currentUtcDateTime.getTime();
    yield context.df.createTimer(new Date(beforeMs + 10 * 86_400_000));
    return context.df.currentUtcDateTime.getTime() - beforeMs;
  });
  df.app.orchestration('approval', function* (context) {
    context.df.setCustomStatus({ waitsFor: 'approve' });
    const approval = context.df.waitForExternalEvent('approve');
    const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 3_600_000));
    const winner: unknown = yield context.df.Task.any([approval, timer]);
    if (winner === approval) timer.cancel();
    context.df.setCustomStatus('decided');
    return winner === approval ? (approval.result as { by: string }).by : 'nobody';
  });
  df.app.orchestration('three_events', function* (context) {
    yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 1_000));
    const first: unknown = yield context.df.callActivity('echo', yield context.df.waitForExternalEvent('step'));
    return [first, yield context.df.waitForExternalEvent('step'), yield context.df.waitForExternalEvent('step')];
  });
  df.app.orchestration('retried', function* (context) {
    const retry = new df.RetryOptions(5_000, 3);
    retry.backoffCoefficient = 2;
    try {
      const result: unknown = yield context.df.callActivityWithRetry('flaky', retry, context.df.getInput());
      return [result, yield context.df.callActivity('greet', 'after')];
    } catch (error) {
      return [(error as Error).message, yield context.df.callActivity('greet', 'after')];
    }
  });
  df.app.orchestration('family', function* (context) {
    const two: unknown = yield context.df.callSubOrchestrator('child', 1, `${context.df.instanceId}-first`);
    try {
      yield context.df.callSubOrchestratorWithRetry('child', new df.RetryOptions(1_000, 2), -1);
    } catch (error) {
      return [two, (error as Error).message, yield context.df.callSubOrchestrator('child', 5)];
    }
    return 'it did not fail';
  });
  df.app.orchestration('caught', function* (context) {
    try {
      return yield context.df.callActivity('charge', 500);
    } catch (error) {
      return [(error as Error).message, yield context.df.callActivity('charge', 5)];
    }
  });
  df.app.orchestration('uncaught', function* (context) {
    return yield context.df.callActivity('charge', 500);
  });
  df.app.orchestration('throws', function* (context) {
    yield context.df.callActivity('greet', 'Tokyo');
    throw new Error('out of stock');
  });
  df.app.orchestration('guids', function* (context) {
    const { instanceId } = context.df;
    return [context.df.newGuid(instanceId), yield context.df.callActivity('echo', 1), context.df.newGuid(instanceId)];
  });
  df.app.orchestration('fragile', function* (context) {
    const input = context.df.getInput();
    return [yield context.df.callActivity('echo', 'first'), yield context.df.callActivity('flaky', input)];
  });
  df.app.orchestration('accounts', function* (context) {
    const mia = new df.EntityId('account', `Mia of ${context.df.instanceId}`);
    const police = new df.EntityId('account', 'police');
    context.df.signalEntity(mia, 'deposit', 5);
    const balance: unknown = yield context.df.callEntity(mia, 'deposit', 7_000);
    try {
      yield context.df.callEntity(mia, 'withdraw', 50_000);
    } catch {
      return [balance, yield context.df.callEntity(mia, 'balance'), yield context.df.callEntity(police, 'balance')];
    }
    return 'not overdrawn';
  });
  df.app.orchestration('transfer', function* (context) {
    const [from, to] = [new df.EntityId('account', 'from'), new df.EntityId('account', 'to')];
    const lock: df.DurableLock = yield context.df.lock(to, from);
    const { isLocked } = context.df.isLocked();
    const balances = [yield context.df.callEntity(from, 'deposit', -5), yield context.df.callEntity(to, 'deposit', 5)];
    lock.release();
    return [isLocked, balances, context.df.isLocked().isLocked, yield context.df.callEntity(from, 'balance')];
  });
  df.app.orchestration('polled', function* (context) {
    const url = context.df.getInput<string>() as string;
    const { statusCode, content } = yield context.df.callHttp({ method: 'POST', url, body: { n: 1 } });
    return [statusCode, content];
  });
  df.app.orchestration('refused', function* (context) {
    const url = context.df.getInput<string>() as string;
    try {
      yield context.df.callHttp({ method: 'GET', url });
      return 'answered';
    } catch {
      return 'no answer';
    }
  });
}
