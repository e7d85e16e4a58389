import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** One page, one lazy chunk per face; nothing inline, since the hub's content security policy allows none. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
