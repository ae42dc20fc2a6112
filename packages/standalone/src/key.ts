import { runMain } from '@intendant/kit/env';
import { OperatorError } from './operator-error.ts';
import { parseCommand, wholeNumber } from './terminal/parse-command.ts';

const usage = `
Creates, lists and revokes API keys. Works on a running and on a stopped instance.

  npm run key -- create --name <name> --scopes <scope,scope> [options]
  npm run key -- list
  npm run key -- revoke <id or prefix>

Options of create:
  --name <name>              What the key is for
  --scopes <scope,scope>     What it permits, for example platform:read,events:write
  --tenant <slug>            Confine it to one tenant
  --expires <time>           30d, 12h or a date such as 2027-01-31 (default: never)
  --events-per-second <n>    Ingestion limit (default: the platform's)
  --test                     Start it with itd_test_ instead of itd_live_

The key is printed once, alone on standard output; only its hash is stored.
`;

/** The modules take a second to load, which a mistake on the command line need not wait for. */
const loadCommands = () => import('./terminal/key-commands.ts');

await runMain(async () => {
  const { values, positionals } = parseCommand(
    {
      name: { type: 'string' },
      scopes: { type: 'string' },
      tenant: { type: 'string' },
      expires: { type: 'string' },
      'events-per-second': { type: 'string' },
      test: { type: 'boolean', default: false },
    },
    usage,
  );
  const [command, argument, surplus] = positionals;
  if (surplus !== undefined || (argument !== undefined && command !== 'revoke')) {
    throw new OperatorError(`“${surplus ?? argument}” is one word too many. Try --help.`);
  }
  switch (command) {
    case 'create': {
      if (!values.name || !values.scopes) {
        throw new OperatorError('A key needs --name and --scopes. Try --help.');
      }
      const { createKey } = await loadCommands();
      await createKey({
        name: values.name,
        scopes: values.scopes.split(/[\s,]+/).filter(Boolean),
        tenantSlug: values.tenant ?? null,
        expires: values.expires ?? null,
        eventsPerSecond: wholeNumber('--events-per-second', values['events-per-second']),
        isTest: values.test,
      });
      return;
    }
    case 'list': {
      const { listKeys } = await loadCommands();
      await listKeys();
      return;
    }
    case 'revoke': {
      if (argument === undefined) {
        throw new OperatorError('Name the key to revoke by its id or its first characters. Try --help.');
      }
      const { revokeKey } = await loadCommands();
      await revokeKey(argument);
      return;
    }
    default:
      throw new OperatorError(
        `${command ? `There is no command ${command}` : 'Name a command'}. Try --help.`,
      );
  }
});
process.exit();
