import { describe, expect, it } from '@jest/globals';
import { completeIndexingPolicy } from './indexing-policy.ts';

const everything = { path: '/*' };
const etag = { path: '/"_etag"/?' };

describe('completeIndexingPolicy', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty policy', {}],
    ['empty lists', { includedPaths: [], excludedPaths: [] }],
    ['a mode in another case', { indexingMode: 'Consistent' }],
  ])('indexes everything but the ETag for %s', (_name, policy) => {
    expect(completeIndexingPolicy(policy)).toEqual({
      indexingMode: 'consistent',
      automatic: true,
      includedPaths: [everything],
      excludedPaths: [etag],
    });
  });

  it('indexes nothing in mode none', () => {
    const none = { indexingMode: 'none', automatic: false, includedPaths: [], excludedPaths: [] };
    expect(completeIndexingPolicy({ indexingMode: 'none' })).toEqual(none);
    expect(completeIndexingPolicy({ indexingMode: 'none', automatic: false, includedPaths: [everything] })).toEqual(
      none,
    );
  });

  it('keeps the order of paths and what else they say, and does not exclude the ETag twice', () => {
    const includedPaths = [everything, { path: '/a/[]/"b c"/?', indexes: [{ kind: 'Range' }] }];
    const excludedPaths = [etag, { path: '/größe/*' }];
    expect(completeIndexingPolicy({ automatic: false, includedPaths, excludedPaths })).toEqual({
      indexingMode: 'consistent',
      automatic: false,
      includedPaths,
      excludedPaths,
    });
    const included = completeIndexingPolicy({ includedPaths: [everything, etag] });
    expect(included).toMatchObject({ includedPaths: [everything, etag], excludedPaths: [] });
  });

  it('takes the root in either list and either spelling', () => {
    const policy = { includedPaths: [{ path: '/a/?' }], excludedPaths: [{ path: '/' }] };
    expect(completeIndexingPolicy(policy)).toMatchObject({ excludedPaths: [{ path: '/' }, etag] });
  });

  it('fills in the order of composite indexes and the types of spatial ones', () => {
    const policy = {
      compositeIndexes: [[{ path: '/name' }, { path: '/"last name"/age', order: 'descending' }]],
      spatialIndexes: [{ path: '/place/*' }, { path: '/area/?', types: ['Polygon'] }],
      vectorIndexes: [{ path: '/vector', type: 'diskANN', quantizationByteSize: 64 }],
    };
    expect(completeIndexingPolicy(policy)).toMatchObject({
      compositeIndexes: [
        [
          { path: '/name', order: 'ascending' },
          { path: '/"last name"/age', order: 'descending' },
        ],
      ],
      spatialIndexes: [
        { path: '/place/*', types: ['Point', 'LineString', 'Polygon', 'MultiPolygon'] },
        { path: '/area/?', types: ['Polygon'] },
      ],
      vectorIndexes: policy.vectorIndexes,
    });
  });

  it.each([
    ['what is no object', []],
    ['an unknown mode', { indexingMode: 'often' }],
    ['the mode lazy, which new containers cannot have', { indexingMode: 'lazy' }],
    ['automatic indexing in mode none', { indexingMode: 'none', automatic: true }],
    ['a text for automatic', { automatic: 'yes' }],
    ['paths that are no objects', { includedPaths: ['/*'] }],
    ['a list that is none', { excludedPaths: { path: '/*' } }],
    ['a path in both lists', { includedPaths: [everything], excludedPaths: [everything] }],
    ['a path twice in a list', { includedPaths: [everything, { path: '/a/?' }, { path: '/a/?' }] }],
    ['a composite index of one path', { compositeIndexes: [[{ path: '/a' }]] }],
    ['a composite index of nine', { compositeIndexes: [Array.from({ length: 9 }, (_, i) => ({ path: `/p${i}` }))] }],
    ['a composite index that is no array', { compositeIndexes: [{ path: '/a' }] }],
    ['a composite path that ends like a value', { compositeIndexes: [[{ path: '/a/?' }, { path: '/b' }]] }],
    ['an unknown order', { compositeIndexes: [[{ path: '/a', order: 'up' }, { path: '/b' }]] }],
    [
      'more than 100 composite indexes',
      { compositeIndexes: Array.from({ length: 101 }, (_, i) => [{ path: `/a${i}` }, { path: '/b' }]) },
    ],
    ['composite indexes that are no array', { compositeIndexes: {} }],
    ['an unknown spatial type', { spatialIndexes: [{ path: '/a/*', types: ['Circle'] }] }],
    ['a spatial index without types', { spatialIndexes: [{ path: '/a/*', types: [] }] }],
    ['a spatial index without a path', { spatialIndexes: [{ types: ['Point'] }] }],
    ['an unknown vector index', { vectorIndexes: [{ path: '/v', type: 'tree' }] }],
    ['a vector index below a path', { vectorIndexes: [{ path: '/v/*', type: 'flat' }] }],
  ])('refuses %s with 400', (_name, policy) => {
    expect(completeIndexingPolicy(policy)).toMatchObject({ kind: 'refusal', status: 400 });
  });

  it.each([
    ['/a', 2],
    ['a/?', 0],
    ['/a/', 3],
    ['/a-b/?', 2],
    ['/"a/?', 1],
    ['/a/?/b', 3],
    ['', 0],
    ['/a//?', 3],
  ])('refuses the path %p and tells where it goes wrong', (path, position) => {
    const refused = completeIndexingPolicy({ includedPaths: [everything, { path }] });
    expect(refused).toMatchObject({ status: 400, message: expect.stringContaining(`near position '${position}'`) });
  });

  it('refuses lists without the root in the words of the service', () => {
    for (const policy of [{ includedPaths: [{ path: '/a/?' }] }, { excludedPaths: [{ path: '/a/?' }] }]) {
      expect(completeIndexingPolicy(policy)).toMatchObject({
        status: 400,
        message: expect.stringContaining('special mandatory indexing path'),
      });
    }
  });

  it('refuses full-text indexes as not implemented, not an empty list of them', () => {
    expect(completeIndexingPolicy({ fullTextIndexes: [{ path: '/text' }] })).toMatchObject({ status: 501 });
    expect(completeIndexingPolicy({ fullTextIndexes: [] })).toMatchObject({ indexingMode: 'consistent' });
  });
});
