import type { ExecutionResult } from 'graphql';
import type { UpstreamCall } from '../upstream/upstream.ts';
import type { Run } from './compile-plan.ts';
import { isRepeated, oncePerData } from './once-per-data.ts';

const call: UpstreamCall = {
  caller: { kind: 'anonymous' },
  requestId: 'r',
  deadline: null,
  signal: null,
};

function aRun(data: Record<string, unknown>, overrides: Partial<Run> = {}): Run {
  return { variables: {}, call, data, errors: [], event: null, ...overrides };
}

function aResponder() {
  let made = 0;
  const respond = oncePerData((): ExecutionResult => {
    made += 1;
    return { data: { made } };
  });
  return (run: Run): unknown => respond(run).data?.['made'];
}

const [one, other] = [{ a: 1 }, { a: 1 }];

it('makes one response of the same objects', () => {
  const respond = aResponder();

  expect([respond(aRun({ one, n: 1 })), respond(aRun({ one, n: 1 }))]).toEqual([1, 1]);
});

it.each([
  ['another object, though equal', aRun({ one: other })],
  ['another value beside it', aRun({ one, n: 2 })],
  ['more values', aRun({ one, n: 1, m: 1 })],
  ['fewer values', aRun({ one })],
  ['other variables', aRun({ one, n: 1 }, { variables: { a: 1 } })],
  ['errors', aRun({ one, n: 1 }, { errors: [new Error('failed')] })],
])('makes another response of %s', (_, run) => {
  const respond = aResponder();
  respond(aRun({ one, n: 1 }));

  expect(respond(run)).toBe(2);
});

it('knows which data was given again', () => {
  const respond = oncePerData((): ExecutionResult => ({ data: {} }));
  const { data } = respond(aRun({ one }));

  const before = isRepeated(data ?? {});
  respond(aRun({ one }));

  expect([before, isRepeated(data ?? {})]).toEqual([false, true]);
});
