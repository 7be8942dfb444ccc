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
    expect(hubUrlsFromBinding(binding())).toEqual({
      taskHub: 'Hub',
      start: `${base}/orchestrators/{functionName}[/{instanceId}]?code=k`,
      status: `${base}/instances/{instanceId}?taskHub=Hub&connection=Storage&code=k`,
      list: `${base}/instances/?taskHub=Hub&connection=Storage&code=k`,
      raiseEvent: `${base}/instances/{instanceId}/raiseEvent/{eventName}?taskHub=Hub&connection=Storage&code=k`,
      terminate: `${base}/instances/{instanceId}/terminate?reason={text}&taskHub=Hub&connection=Storage&code=k`,
      purge: `${base}/instances/{instanceId}?taskHub=Hub&connection=Storage&code=k`,
    });
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
    });
  });

  it('never take the gRPC endpoint of a binding without HTTP URLs for HTTP', () => {
    const grpc = {
      taskHubName: 'Hub',
      rpcBaseUrl: 'http://localhost:4001',
      httpBaseUrl: base,
      requiredQueryStringParameters: 'code=k',
    };
    expect(hubUrlsFromBinding(grpc).status).toBe(`${base}/instances/{instanceId}?code=k`);
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
    expect(urls.list).toBe(`${base}/instances/?taskHub=My%20Hub&connection=Storage&code=k%3D%3D`);
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
