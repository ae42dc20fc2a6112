import type { IncomingHttpHeaders } from 'node:http';
import { anonymousCaller, type Caller } from '@intendant/kit/identity/caller';
import { NotAdmittedError, type Admissions } from '../authentication/admission.ts';
import { isRefused, type CallerResolver } from '../authentication/caller-resolver.ts';
import { credentialFromConnection, type Credential } from '../authentication/credential.ts';
import type { Limits, LimitsSource } from '../limits/limits.ts';
import type { AdmittedOperation, OperationRunner } from '../operation/operation-runner.ts';
import type { ClientSubscription, MessageSink } from './client-subscription.ts';
import { authorityOf, type SharedSubscriptions } from './shared-subscriptions.ts';

/** Why the gateway closes a WebSocket; documented in gateway/README.md. */
export const closeCodes = {
  /** The credential is bad, was revoked, or opens nothing without a tenant or in the one named. */
  forbidden: 4403,
  /** The client did not read what it subscribed to. */
  tooSlow: 4430,
  /** The process stops; another one takes over. */
  restart: 1012,
  /** Nobody can tell whether the credential is good. */
  tryAgainLater: 1013,
} as const;

export interface ClientSocket extends MessageSink {
  close(code: number, reason: string): void;
}

export interface ClientConnectionOptions {
  socket: ClientSocket;
  headers: IncomingHttpHeaders;
  address: string;
  admissions: Admissions;
  resolver: CallerResolver;
  runner: OperationRunner;
  shared: SharedSubscriptions;
  limits: LimitsSource;
}

interface OpenSubscription {
  admitted: AdmittedOperation;
  client: ClientSubscription;
  leave: () => void;
}

/** Failed checks of the credential in a row before the client is sent away. */
const toleratedFailures = 3;

/** One client's WebSocket: who it is, as of now, and what it has subscribed to. */
export class ClientConnection {
  readonly socket: ClientSocket;
  readonly address: string;
  readonly #options: ClientConnectionOptions;
  readonly #subscriptions = new Set<OpenSubscription>();
  #credential: Credential | null = null;
  #caller: Caller = anonymousCaller;
  #failures = 0;
  #reserved = 0;
  #isChecking = false;

  constructor(options: ClientConnectionOptions) {
    this.#options = options;
    this.socket = options.socket;
    this.address = options.address;
  }

  get caller(): Caller {
    return this.#caller;
  }

  /** Takes the place of a subscription that `subscribe` fills; false when all places are taken. */
  reserve(places: number): boolean {
    if (this.#subscriptions.size + this.#reserved >= places) {
      return false;
    }
    this.#reserved += 1;
    return true;
  }

  /** `connection_init`: takes the credential it names, or the cookie of the upgrade. Throws `NotAdmittedError`. */
  async authenticate(params: Readonly<Record<string, unknown>> | undefined, limits: Limits): Promise<void> {
    const { headers, address, admissions } = this.#options;
    this.#credential = credentialFromConnection(params, headers);
    const visitor = { credential: this.#credential, headers, address, isSafe: false };
    this.#caller = (await admissions.admit(visitor, limits)).caller;
  }

  /** Counts one operation against the caller's rate limit. Throws `NotAdmittedError`. */
  charge(limits: Limits): Promise<unknown> {
    return this.#options.admissions.charge(this.#caller, this.address, limits);
  }

  subscribe(
    admitted: AdmittedOperation,
    create: (onEnd: () => void) => ClientSubscription,
  ): ClientSubscription {
    this.#reserved -= 1;
    const client = create(() => {
      this.#subscriptions.delete(open);
      open.leave();
    });
    const open: OpenSubscription = { admitted, client, leave: () => {} };
    this.#subscriptions.add(open);
    open.leave = this.#join(admitted, client);
    return client;
  }

  /**
   * Looks at the credential again. One that opens nothing any more cuts the connection; with other rights than before,
   * every subscription is decided anew and moved to those who have the same.
   */
  async recheck(): Promise<void> {
    if (!this.#credential || this.#isChecking) {
      return;
    }
    this.#isChecking = true;
    try {
      const caller = await this.#options.resolver.resolve(this.#credential);
      this.#failures = 0;
      if (!caller || isRefused(caller)) {
        this.cut(closeCodes.forbidden, 'Forbidden');
      } else if (authorityOf(caller) !== authorityOf(this.#caller)) {
        this.#caller = caller;
        await this.#decideAnew();
      } else {
        this.#caller = caller;
      }
    } catch {
      this.#failures += 1;
      if (this.#failures >= toleratedFailures) {
        this.cut(closeCodes.tryAgainLater, 'Try again later');
      }
    } finally {
      this.#isChecking = false;
    }
  }

  /** Completes every subscription, then closes the socket. */
  cut(code: number, reason: string): void {
    this.end();
    // The completions are written by graphql-ws once the iterators have ended, a few microtasks from now.
    setImmediate(() => this.socket.close(code, reason));
  }

  end(): void {
    for (const { client } of [...this.#subscriptions]) {
      client.end();
    }
  }

  /** Whether a subscription's event has been waiting to be taken since before this instant. */
  isStuckSince(instant: number): boolean {
    return [...this.#subscriptions].some(({ client }) => (client.sendingSince ?? Infinity) < instant);
  }

  #join(admitted: AdmittedOperation, client: ClientSubscription): () => void {
    const current = (): Caller => this.#caller;
    return this.#options.shared.join(admitted, {
      get caller() {
        return current();
      },
      push: (json) => client.push(json),
      end: (error) => client.end(error),
    });
  }

  async #decideAnew(): Promise<void> {
    const limits = await this.#options.limits.current();
    for (const open of [...this.#subscriptions]) {
      const { source, operationName } = open.admitted.operation;
      const request = { source, operationName, variables: open.admitted.variables, caller: this.#caller };
      const admitted = this.#options.runner.admit(request, limits);
      open.leave();
      if ('errors' in admitted) {
        open.leave = () => {};
        open.client.end(admitted.errors[0] ?? null);
      } else {
        open.leave = this.#join(admitted, open.client);
      }
    }
  }
}

/** Whether the error is about the client rather than about us. */
export function isNotAdmitted(error: unknown): error is NotAdmittedError {
  return error instanceof NotAdmittedError;
}
