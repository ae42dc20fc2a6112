import { z } from 'zod';
import { connectionArgs, decodeCursor, encodeCursor } from './pagination.ts';
import { createLog, redactSecrets } from './log.ts';
import { EnvError, parseEnv, port, postgresUrl } from './env.ts';
import { ForbiddenError, UserError } from './errors.ts';
import { parseInput } from './parse-input.ts';
import { toPayload } from './to-payload.ts';

describe('toPayload', () => {
  it('turns a user error into userErrors beside the empty payload', async () => {
    const payload = await toPayload(
      () => Promise.reject(new UserError('ALREADY_EXISTS', 'This slug is taken.', 'slug')),
      { tenant: null },
    );

    expect(payload).toEqual({
      tenant: null,
      userErrors: [{ code: 'ALREADY_EXISTS', message: 'This slug is taken.', field: ['input', 'slug'] }],
    });
  });

  it('lets every other error pass', async () => {
    await expect(toPayload(() => Promise.reject(new ForbiddenError()), {})).rejects.toThrow(ForbiddenError);
  });
});

describe('parseInput', () => {
  it('names each wrong field by its path', () => {
    const schema = z.object({ owner: z.object({ email: z.email('Enter an e-mail address.') }) });

    expect(() => parseInput(schema, { owner: { email: 'x' } })).toThrow(
      expect.objectContaining({
        entries: [
          { code: 'BAD_INPUT', message: 'Enter an e-mail address.', field: ['input', 'owner', 'email'] },
        ],
      }),
    );
  });
});

describe('pagination', () => {
  it('is fifty by default and between one and a hundred', () => {
    expect(connectionArgs({})).toEqual({ first: 50, after: null });
    expect(connectionArgs({ first: 100 }).first).toBe(100);
    for (const first of [0, -1, 101, 1.5]) {
      expect(() => connectionArgs({ first })).toThrow(UserError);
    }
  });

  it('gives back what a cursor was made of, and refuses any other text', () => {
    expect(decodeCursor(encodeCursor(['Zürich', 3, null]))).toEqual(['Zürich', 3, null]);
    for (const cursor of ['nonsense', Buffer.from('{}').toString('base64url')]) {
      expect(() => decodeCursor(cursor)).toThrow('The cursor is not valid');
    }
  });
});

describe('parseEnv', () => {
  it('names every wrong variable in one line', () => {
    const schema = z.object({ PORT: port, DATABASE_URL: postgresUrl, NAME: z.string() });

    const parse = (): unknown => parseEnv(schema, { PORT: '99999', DATABASE_URL: 'mysql://x', NAME: '' });

    expect(parse).toThrow(EnvError);
    expect(parse).toThrow(
      /^Configuration: PORT: .*; DATABASE_URL: must be a PostgreSQL address.*; NAME is not set\.$/,
    );
  });
});

describe('the log', () => {
  it('replaces secrets at any depth', () => {
    const lines: string[] = [];
    const log = createLog({ name: 'test', destination: { write: (line) => lines.push(line) } });

    log.info({ password: 'hunter2', request: { headers: { cookie: 'sid=1', accept: '*/*' } } }, 'hello');

    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'info',
      msg: 'hello',
      password: '[redacted]',
      request: { headers: { cookie: '[redacted]', accept: '*/*' } },
    });
  });

  it('says what an error says, not what its driver hangs on it', () => {
    const lines: string[] = [];
    const log = createLog({ name: 'test', destination: { write: (line) => lines.push(line) } });

    const error = new Error('The query failed.', { cause: new Error('The connection ended.') });
    log.error({ err: Object.assign(error, { code: '57P01', client: { password: 'swordfish' } }) }, 'lost');

    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      err: { type: 'Error', message: 'The query failed.: The connection ended.', code: '57P01' },
    });
    expect(lines[0]).not.toContain('swordfish');
  });

  it('leaves alone what is no secret', () => {
    const state = { name: 'Acme', tokens: 3, hasPassword: true, password: null, createdAt: new Date(0) };

    expect(redactSecrets(state)).toEqual(state);
  });
});
