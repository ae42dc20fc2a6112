import { flatRoutes } from '@remix-run/fs-routes';

/** Every folder of `routes/` is a route, named as its address. */
export default flatRoutes({ ignoredRouteFiles: ['**/*.test.*'] });
