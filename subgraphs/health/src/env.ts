import { parseEnv } from '@intendant/kit/env';
import { serveEnv, type ServeEnv } from '@intendant/kit/subgraph/serve';

/** The configuration of this process. Throws `EnvError` naming every variable that is missing or wrong. */
export function readEnv(): ServeEnv {
  return parseEnv(serveEnv.extend({ PORT: serveEnv.shape.PORT.default(4003) }));
}
