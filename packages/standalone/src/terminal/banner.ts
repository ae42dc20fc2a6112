import { styleText } from 'node:util';

export interface BannerFacts {
  url: string;
  /** The owner created by this start; null when there was one. */
  owner: { email: string; generatedPassword: string | null } | null;
  hasDemoFleet: boolean;
  readySeconds: number;
  dataDir: string;
  hasRecovered: boolean;
  isOpenToNetwork: boolean;
}

/** What a person needs to know after a start, and nothing else. */
export function banner(facts: BannerFacts, isStyled = process.stdout.isTTY === true): string {
  const strong = (text: string): string => (isStyled ? styleText('bold', text) : text);
  const quiet = (text: string): string => (isStyled ? styleText('dim', text) : text);
  const brass = (text: string): string => (isStyled ? styleText('yellow', text) : text);
  const row = (label: string, text: string): string => `  ${quiet(label.padEnd(9))} ${text}`;
  const rest = (text: string): string => row('', text);
  const lines = [
    '',
    `  ${brass('▌▎')} ${strong('Intendant')}  ${quiet(`ready in ${facts.readySeconds.toFixed(1)} s`)}`,
    '',
    row('Open', strong(facts.url)),
    ...signIn(facts).map((text, index) => (index === 0 ? row('Sign in', text) : rest(text))),
    ...(facts.hasDemoFleet
      ? [row('Demo', 'a fleet of 60 invented tenants; npm run demo:remove takes it away')]
      : []),
    row('API key', 'npm run key -- create --name first --scopes platform:read,tenants:read,health:read'),
    row('Query', `curl ${facts.url}/graphql -H "authorization: Bearer $KEY" \\`),
    rest(`  --json '{"query":"{ fleetHealth { total atRisk } }"}'`),
    row('Data', facts.dataDir),
    ...(facts.hasRecovered ? [rest('The last run did not end cleanly; everything accepted is here.')] : []),
    ...(facts.isOpenToNetwork ? [row('Network', 'Open to other machines; put TLS in front of it.')] : []),
    '',
    quiet('  Ctrl-C stops everything.'),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function signIn({ owner }: BannerFacts): string[] {
  if (!owner) {
    return ['with your e-mail address and password'];
  }
  return owner.generatedPassword === null
    ? [`${owner.email} with the password you chose`]
    : [owner.email, `${owner.generatedPassword}  (shown this once, keep it)`];
}
