import type { NextFunction, Request, Response } from 'express';

/** A form of another site must not act as our reader, whatever its cookies allow. */
export function refuseForeignOrigins(request: Request, response: Response, next: NextFunction): void {
  const origin = request.get('Origin');
  const isSafe = request.method === 'GET' || request.method === 'HEAD';
  if (isSafe || origin === undefined || hostOf(origin) === ownHost(request)) next();
  else response.status(403).type('text').send('This form was sent from another site.');
}

function ownHost(request: Request): string | undefined {
  const isProxied = request.app.get('trust proxy') !== false;
  return (isProxied ? request.get('X-Forwarded-Host') : undefined) ?? request.get('Host');
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
