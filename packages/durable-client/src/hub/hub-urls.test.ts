import { describe, expect, it } from '@jest/globals';
import { hubUrlsFromAddress } from './hub-address.ts';
import { hubUrlsFromBinding } from './hub-urls-from-binding.ts';

const base = 'http://h/runtime/webhooks/durabletask';

function binding(id = 'INSTANCEID', host = 'http://h') {
  const root = `${host}/runtime/webhooks/durabletask`;
  const query = 'taskHub=Hub&connection=Storage&code=k';
  return {
    taskHubName: 'Hub',
    creationUrls: { createNewInstancePostUri: `${root}/orchestrators/{functionName}[/{instanceId}]?code=k` },
    managementUrls: {
      id,
      statusQueryGetUri: `${root}/instances/${encodeURIComponent(id)}?${query}`,
      sendEventPostUri: `${root}/instances/${encodeURIComponent(id)}/raiseEvent/{eventName}?${query}`,
      terminatePostUri: `${root}/instances/${encodeURIComponent(id)}/terminate?reason={text}&${query}`,
      purgeHistoryDeleteUri: `${root}/instances/${encodeURIComponent(id)}?${query}`,
    },
  };
}

describe('the URLs of a hub', () => {
  it('are the management URLs of a binding with a place where the stand-in id was', () => {
    const instance = `${base}/instances/{instanceId}`;
    const query = 'taskHub=Hub&connection=Storage&code=k';
    const links = {
      status: `${instance}?${query}`,
      purge: `${instance}?${query}`,
      raiseEvent: `${instance}/raiseEvent/{eventName}?${query}`,
      terminate: `${instance}/terminate?reason={text}&${query}`,
      suspend: `${instance}/suspend?reason={text}&${query}`,
      resume: `${instance}/resume?reason={text}&${query}`,
      rewind: `${instance}/rewind?reason={text}&${query}`,
      restart: `${instance}/restart?${query}`,
    };
    expect(hubUrlsFromBinding(binding())).toEqual({
      ...links,
      taskHub: 'Hub',
      start: `${base}/orchestrators/{functionName}[/{instanceId}]?code=k`,
      instances: `${base}/instances/?${query}`,
      entity: `${base}/entities/{entityName}[/{entityKey}]?${query}`,
      entities: `${base}/entities[/{entityName}]?${query}`,
      links,
    });
  });

  it('are those a newer host adds to its bindings, where it does', () => {
    const { managementUrls } = binding();
    const added = {
      rewindPostUri: 'http://h/new/instances/INSTANCEID/rewind?r={text}',
      restartPostUri: 'http://h/new/instances/INSTANCEID/restart',
      suspendPostUri: 'http://h/new/instances/INSTANCEID/suspend?r={text}',
      resumePostUri: 'http://h/new/instances/INSTANCEID/resume?r={text}',
    };
    expect(hubUrlsFromBinding({ ...binding(), managementUrls: { ...managementUrls, ...added } })).toMatchObject({
      rewind: 'http://h/new/instances/{instanceId}/rewind?r={text}',
      restart: 'http://h/new/instances/{instanceId}/restart',
      suspend: 'http://h/new/instances/{instanceId}/suspend?r={text}',
      resume: 'http://h/new/instances/{instanceId}/resume?r={text}',
    });
  });

  it('reach entities below the base URL of a binding, with the pairs it requires', () => {
    const based = { ...binding(), baseUrl: 'http://h/hooks/', requiredQueryStringParameters: 'code=z' };
    expect(hubUrlsFromBinding(based).entity).toBe('http://h/hooks/entities/{entityName}[/{entityKey}]?code=z');
    const newer = { ...based, httpBaseUrl: 'http://h/newer' };
    expect(hubUrlsFromBinding(newer).entities).toBe('http://h/newer/entities[/{entityName}]?code=z');
  });

  it('replace only the path segment, whatever else of the URL looks like the id', () => {
    const { status } = hubUrlsFromBinding(binding('code', 'http://code'));
    expect(status).toBe(
      'http://code/runtime/webhooks/durabletask/instances/{instanceId}?taskHub=Hub&connection=Storage&code=k',
    );
  });

  it('find an id that had to be percent-encoded', () => {
    expect(hubUrlsFromBinding(binding('a b')).status).toContain('/instances/{instanceId}?');
  });

  it('are those of the local endpoint when a binding has one, without a key', () => {
    expect(hubUrlsFromBinding({ ...binding(), rpcBaseUrl: 'http://127.0.0.1:17071/durabletask/' })).toMatchObject({
      taskHub: 'Hub',
      start: 'http://127.0.0.1:17071/durabletask/orchestrators/{functionName}[/{instanceId}]',
      terminate: 'http://127.0.0.1:17071/durabletask/instances/{instanceId}/terminate?reason={text}',
      entities: 'http://127.0.0.1:17071/durabletask/entities[/{entityName}]',
      // Nobody else reaches the local endpoint.
      links: { status: `${base}/instances/{instanceId}?taskHub=Hub&connection=Storage&code=k` },
    });
  });

  it('never take the gRPC endpoint of a binding without HTTP URLs for HTTP', () => {
    const grpc = {
      taskHubName: 'Hub',
      rpcBaseUrl: 'http://localhost:4001',
      httpBaseUrl: base,
      requiredQueryStringParameters: 'code=k',
    };
    expect(hubUrlsFromBinding(grpc).status).toBe(`${base}/instances/{instanceId}?code=k&taskHub=Hub`);
    const local = { ...grpc, requiredQueryStringParameters: '', connectionName: 'My Storage' };
    expect(hubUrlsFromBinding(local).start).toMatch(/\?taskHub=Hub&connection=My%20Storage$/);
  });

  it.each([
    ['no URL at all', { taskHubName: 'Hub' }, /neither creationUrls/],
    [
      'a management URL without the id',
      { ...binding(), managementUrls: { ...binding().managementUrls, id: 'X' } },
      /does not contain the id 'X'/,
    ],
    [
      'a creation URL that is none',
      { ...binding(), creationUrls: { createNewInstancePostUri: 'orchestrators' } },
      /createNewInstancePostUri/,
    ],
    ['an endpoint that is not http', { ...binding(), rpcBaseUrl: 'ftp://h' }, /rpcBaseUrl/],
  ])('refuse a binding with %s', (_what, input, message) => {
    expect(() => hubUrlsFromBinding(input)).toThrow(TypeError);
    expect(() => hubUrlsFromBinding(input)).toThrow(message);
  });

  it('are laid out below a base URL with the hub, its connection and its key', () => {
    const urls = hubUrlsFromAddress({ baseUrl: `${base}/`, taskHub: 'My Hub', connection: 'Storage', code: 'k==' });
    expect(urls.taskHub).toBe('My Hub');
    expect(urls.instances).toBe(`${base}/instances/?taskHub=My%20Hub&connection=Storage&code=k%3D%3D`);
    expect(urls.terminate).toBe(
      `${base}/instances/{instanceId}/terminate?reason={text}&taskHub=My%20Hub&connection=Storage&code=k%3D%3D`,
    );
  });

  it('get the path of Azure Functions when only an origin is given', () => {
    expect(hubUrlsFromAddress({ baseUrl: 'https://shop.azurewebsites.net' }).status).toBe(
      'https://shop.azurewebsites.net/runtime/webhooks/durabletask/instances/{instanceId}',
    );
  });

  it.each([
    ['', /got ''/],
    ['127.0.0.1:7071', /http or https URL/],
    ['ftp://h/x', /http or https URL/],
    [`${base}?code=k`, /must not have a query/],
    ['http://me:secret@h', /must not hold credentials/],
    [7071, /got number/],
  ])('refuse the base URL %j', (baseUrl, message) => {
    expect(() => hubUrlsFromAddress({ baseUrl: baseUrl as string })).toThrow(message);
  });

  it('refuse an option nobody knows', () => {
    expect(() => hubUrlsFromAddress({ baseUrl: base, taskhub: 'x' } as never)).toThrow("unknown option 'taskhub'");
  });
});
