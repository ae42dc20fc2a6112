/** One resource of the REST façade: an operation of the API, and how its result becomes JSON. */
export interface RestResource {
  /** As in OpenAPI: `/api/platform/tenants/{id}/health`. */
  path: string;
  summary: string;
  description: string;
  /**
   * `sections`: an object whose parts may fail, or be forbidden, each for itself; the response is the whole result.
   * `page`: a connection. `item`: one thing, 404 when it is null. Both have one root field, whose value is the body.
   */
  kind: 'sections' | 'page' | 'item';
  /**
   * One query. Its variables are the parameters; names become snake_case unless an alias says otherwise; directives of
   * `local-directives.ts` say what else differs.
   */
  document: string;
}
