import { banner, type BannerFacts } from './banner.ts';
import { expiryOf } from './key-commands.ts';
import { parseCommand, wholeNumber } from './parse-command.ts';

const facts: BannerFacts = {
  url: 'http://localhost:4000',
  owner: null,
  hasDemoFleet: false,
  readySeconds: 1.234,
  dataDir: '/srv/intendant',
  hasRecovered: false,
  isOpenToNetwork: false,
};

test('the banner shows a generated password, and never one that was chosen', () => {
  const generated = banner({ ...facts, owner: { email: 'o@example.com', generatedPassword: 'abc' } }, false);
  const chosen = banner({ ...facts, owner: { email: 'o@example.com', generatedPassword: null } }, false);

  expect(generated).toContain('abc  (shown this once, keep it)');
  expect(chosen).toContain('o@example.com with the password you chose');
});

test('the banner is plain text where there is no terminal', () => {
  expect(banner(facts, false)).not.toContain('\u001B');
  expect(banner(facts, false)).toContain('ready in 1.2 s');
});

test('a key expires after a time or on a date', () => {
  const now = new Date('2026-11-20T12:00:00.000Z');

  expect(expiryOf('30d', now)).toEqual(new Date('2026-12-20T12:00:00.000Z'));
  expect(expiryOf('12h', now)).toEqual(new Date('2026-11-21T00:00:00.000Z'));
  expect(expiryOf('2027-01-31', now)).toEqual(new Date('2027-01-31'));
  expect(() => expiryOf('soon', now)).toThrow(/--expires needs 30d, 12h or a date/);
});

test('an unknown option is refused in one line that names it', () => {
  expect(() => parseCommand({}, 'usage', ['--fast'])).toThrow(/^Unknown option '--fast'\. Try --help\.$/);
});

test('a number out of range is refused by the option’s name', () => {
  expect(wholeNumber('--port', '4000')).toBe(4000);
  expect(wholeNumber('--port', undefined)).toBeNull();
  expect(() => wholeNumber('--port', '70000', { min: 0, max: 65_535 })).toThrow(/--port/);
});
