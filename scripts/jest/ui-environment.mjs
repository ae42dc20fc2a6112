// jsdom without the platform's fetch: Remix builds requests, aborts them and reads their bodies with Node's own classes,
// which refuse jsdom's copies of each other.
import { TestEnvironment } from 'jest-environment-jsdom';

const fromNode = [
  ...['fetch', 'Request', 'Response', 'Headers', 'AbortController', 'AbortSignal', 'URL', 'URLSearchParams'],
  ...['ReadableStream', 'WritableStream', 'TransformStream', 'TextEncoder', 'TextDecoder', 'structuredClone'],
  ...['ArrayBuffer', 'Uint8Array'],
];

export default class UiEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    for (const name of fromNode) this.global[name] = globalThis[name];
    // React warns about updates outside act() only where it is told that it is being tested.
    this.global.IS_REACT_ACT_ENVIRONMENT = true;
  }
}
