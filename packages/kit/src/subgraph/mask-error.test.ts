import { GraphQLError } from 'graphql';
import { ForbiddenError } from '../errors.ts';
import { silentLog } from '../log.ts';
import { maskError } from './mask-error.ts';

const extensionsOf = (originalError: Error): unknown =>
  maskError(new GraphQLError(originalError.message, { originalError }), { requestId: 'r1', log: silentLog })
    .extensions;

describe('a forbidden error, as the caller sees it', () => {
  it('tells the missing permissions and the argument that needs them', () => {
    const error = new ForbiddenError('filter.planKeys needs the permission billing:read.', {
      missingScopes: ['billing:read'],
      field: ['filter', 'planKeys'],
    });

    expect(extensionsOf(error)).toEqual({
      code: 'FORBIDDEN',
      missingScopes: ['billing:read'],
      field: ['filter', 'planKeys'],
    });
  });

  it('has nothing but its code where there is no more to tell', () => {
    expect(extensionsOf(new ForbiddenError())).toEqual({ code: 'FORBIDDEN' });
  });
});
