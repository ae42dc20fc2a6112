import type { Context } from '@intendant/kit/context';
import type { billingSettings } from './billing.settings.ts';
import type { BillingLoaders } from './billing.loaders.ts';

export type BillingContext = Context<BillingLoaders, typeof billingSettings>;
