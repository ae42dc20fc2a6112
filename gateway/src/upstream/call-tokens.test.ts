import { aPlatformCaller } from '@intendant/kit/testing/callers';
import type { Caller } from '@intendant/kit/identity/caller';
import { createCallTokens } from './call-tokens.ts';
import type { UpstreamCall } from './upstream.ts';

describe('tokens of calls', () => {
  let now = 0;
  let signed: { caller: Caller; requestId: string }[];

  const tokens = () =>
    createCallTokens(
      {
        sign(caller, requestId) {
          signed.push({ caller, requestId });
          return Promise.resolve(`token ${signed.length}`);
        },
      },
      () => now,
    );
  const aCall = (requestId: string): UpstreamCall => ({
    caller: aPlatformCaller(),
    requestId,
    deadline: null,
    signal: null,
  });

  beforeEach(() => {
    now = 0;
    signed = [];
  });

  it('are signed once for all fetches of a call', async () => {
    const { tokenFor } = tokens();
    const call = aCall('r1');

    const all = await Promise.all([tokenFor(call), tokenFor(call), tokenFor(call)]);

    expect(all).toEqual(['token 1', 'token 1', 'token 1']);
  });

  it('never serve another call, even of the same caller', async () => {
    const { tokenFor } = tokens();

    const all = [await tokenFor(aCall('r1')), await tokenFor(aCall('r2'))];

    expect(all).toEqual(['token 1', 'token 2']);
    expect(signed.map(({ requestId }) => requestId)).toEqual(['r1', 'r2']);
  });

  it('are good for half a minute at least when they are handed out', async () => {
    const { tokenFor } = tokens();
    const call = aCall('r1');
    const first = await tokenFor(call);
    now = 29_999;
    const young = await tokenFor(call);
    now = 30_000;
    const old = await tokenFor(call);

    expect([first, young, old]).toEqual(['token 1', 'token 1', 'token 2']);
  });
});
