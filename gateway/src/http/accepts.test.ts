import { accepts, graphqlJson, json } from './accepts.ts';

describe('Accept', () => {
  it.each([
    [undefined],
    [''],
    [' '],
    ['*/*'],
    ['application/*'],
    ['application/json'],
    ['APPLICATION/JSON'],
    ['application/json; charset=UTF-8'],
    ['application/json;q=0.1'],
    ['text/csv, application/json;q=0.5'],
    ['text/html, */*;q=0.1'],
    ['text/csv;q=0, */*'],
  ])('%s takes JSON', (header) => {
    expect(accepts(header, [json])).toBe(true);
  });

  it.each([
    ['text/csv'],
    ['application/jsonp'],
    ['application/json;q=0'],
    ['application/json;q=0, */*'],
    ['*/*;q=0'],
    ['text/csv;x="application/json"'],
    ['application/problem+json'],
    ['nonsense'],
  ])('%s does not', (header) => {
    expect(accepts(header, [json])).toBe(false);
  });

  it('is satisfied by any of several media types', () => {
    expect(accepts('application/graphql-response+json', [json, graphqlJson])).toBe(true);
    expect(accepts('application/json;q=0, application/graphql-response+json;q=0', [json, graphqlJson])).toBe(
      false,
    );
  });
});
