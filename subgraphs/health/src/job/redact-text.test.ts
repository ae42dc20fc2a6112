import { redactNullable, redactText } from './redact-text.ts';

it.each([
  [
    'connect postgres://health:s3cret@db:5432/intendant failed',
    'connect postgres://health:[redacted]@db:5432/intendant failed',
  ],
  ['GET https://:key@api.example/v1?x=1 gave 500', 'GET https://:[redacted]@api.example/v1?x=1 gave 500'],
  ['sent Authorization: Basic dXNlcjpwYXNzd29yZA== twice', 'sent Authorization: Basic [redacted] twice'],
  ['Bearer abcdef.0123456789-_ was refused', 'Bearer [redacted] was refused'],
  ['jwt eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2ln is old', 'jwt [redacted] is old'],
  ['key itd_live_Ab3dEf6hIj9l is unknown', 'key itd_live_Ab3d[redacted] is unknown'],
])('takes the secret out of %j', (text, shown) => {
  expect(redactText(text)).toBe(shown);
});

it.each([
  'duplicate key value violates unique constraint "tenant_pkey"',
  'connect ECONNREFUSED 127.0.0.1:5432',
  'GET https://api.example:8443/v1/things?at=09:00 answered 503, tell ops@example.com',
  'The bearer of this letter is known.',
  'key itd_live_Ab3d was revoked',
])('leaves %j as it is', (text) => {
  expect(redactText(text)).toBe(text);
});

it('knows texts that are missing', () => {
  expect(redactNullable(null)).toBeNull();
});
