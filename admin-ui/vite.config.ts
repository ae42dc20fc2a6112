import { vitePlugin as remix } from '@remix-run/dev';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { graphqlDocuments } from './vite/graphql-documents.ts';

export default defineConfig({
  plugins: [
    graphqlDocuments(),
    tailwindcss(),
    remix({
      future: {
        v3_fetcherPersist: true,
        v3_lazyRouteDiscovery: true,
        v3_relativeSplatPath: true,
        v3_routeConfig: true,
        v3_singleFetch: true,
        v3_throwAbortReason: true,
      },
    }),
  ],
  // Found only when a page first needs them, each would reload that page during development.
  optimizeDeps: {
    include: [
      '@conform-to/react',
      '@conform-to/zod/v4',
      '@radix-ui/react-alert-dialog',
      '@radix-ui/react-dropdown-menu',
      '@tanstack/react-table',
      '@urql/core',
      'd3-array',
      'd3-shape',
      'get-nonce',
      'graphql-ws',
      'lucide-react',
      'zod',
    ],
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    sourcemap: false,
    rollupOptions: {
      output: {
        // Dozens of files smaller than their own headers cost more than a little code that a page does not need.
        experimentalMinChunkSize: 16_000,
        manualChunks: (id) => (id.includes('/lucide-react/') ? 'icons' : undefined),
      },
    },
  },
});
