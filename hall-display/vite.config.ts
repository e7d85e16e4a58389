import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { shells } from './build/shells.ts'

const { plugin, isGround } = shells()

/** One page with a lazy chunk per face, one for the phone and one to book; nothing inline, since the hub's content security policy allows none. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), plugin],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ['index.html', 'phone.html', 'book.html'].map(page => join(import.meta.dirname, page)),
      output: { codeSplitting: { groups: [{ name: 'ground', test: isGround }] } },
    },
  },
})
