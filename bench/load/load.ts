import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Requests to send, one after the other on each connection. */
export interface Load {
  url: string;
  headers: Record<string, string>;
  /** Files with the bodies; they are sent in turn, from the first again after the last. */
  bodyFiles: readonly string[];
  connections: number;
  requests: number;
  expectedStatus: number;
  /** What an answer must not contain. */
  refusedText: string | null;
}

export interface LoadResult {
  latenciesMs: number[];
  /** From the first request to the last answer. */
  seconds: number;
}

export interface LoadGenerator {
  /** Sends the load. Throws when one answer is not as expected: a failed request is not a fast one. */
  send(load: Load): Promise<LoadResult>;
  stop(): void;
}

type Reply = { result: LoadResult; problem?: never } | { result?: never; problem: string };

export function startLoadGenerator(): LoadGenerator {
  const child = fork(fileURLToPath(import.meta.resolve('./load-generator.ts')), {
    serialization: 'advanced',
    env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
  });
  return {
    async send(load) {
      child.send(load);
      const [reply] = (await once(child, 'message')) as [Reply];
      if (reply.result === undefined) {
        throw new Error(reply.problem);
      }
      return reply.result;
    },
    stop: () => void child.kill(),
  };
}
