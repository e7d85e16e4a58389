import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Plugin, type Rolldown, transformWithOxc } from 'vite'

import { phoneText } from '../src/text/phone/index.ts'

const source = (path: string): string => join(import.meta.dirname, '../src', path)

const PHONE = source('phone/main.tsx')
const BOOK = source('book/main.tsx')
/** The page of all other faces; of these kiosk and tablet are kept, which stand there alone. */
const MAIN = source('main.tsx')
const KIOSK = source('kiosk/Kiosk.tsx')
const TABLET = source('tablet/Tablet.tsx')
const WORKER = source('parts/shell/worker.ts')
/** What stands under the phone's own folders stays with the phone. */
const OWN = /\/src\/(phone|text\/phone)\//

/**
 * The phone's first load in two files, and the service workers of what is opened without a network. Cut by who shares what, the phone
 * would be some twenty small files, and a browser fetches six at a time: on a slow network each round costs as much as
 * thirty kilobytes.
 */
export function shells(): { plugin: Plugin; isGround(id: string): boolean } {
  const ground = new Set<string>()
  const plugin: Plugin = {
    name: 'shells',
    apply: 'build',
    buildEnd() {
      for (const id of staticallyFrom(PHONE, id => this.getModuleInfo(id)?.importedIds ?? [])) ground.add(id)
    },
    async generateBundle(_options, bundle) {
      const chunkOf = (module: string): string => {
        const chunk = Object.values(bundle).find(one => one.type === 'chunk' && one.moduleIds.includes(module))
        if (chunk === undefined) throw new Error(`${module} is in no chunk`)
        return chunk.fileName
      }
      const main = chunkOf(MAIN)
      const files = {
        phone: filesFrom(bundle, [chunkOf(PHONE)]),
        book: filesFrom(bundle, [chunkOf(BOOK)]),
        kiosk: filesFrom(bundle, [main, chunkOf(KIOSK)], main),
        tablet: filesFrom(bundle, [main, chunkOf(TABLET)], main),
      }
      for (const [face, names] of Object.entries(files))
        this.emitFile({
          ...({ type: 'asset', fileName: `${face}-worker.js` } as const),
          source: await workerFor(face, names, face === 'phone' ? phoneText : {}),
        })
    },
  }
  return { plugin, isGround: id => ground.has(id) && !OWN.test(id) }
}

function staticallyFrom(first: string, importsOf: (id: string) => readonly string[]): Set<string> {
  const found = new Set([first])
  for (const id of found) for (const next of importsOf(id)) found.add(next)
  return found
}

/** All files of a face: what its page names, and what is loaded later. @param forks what it loads later is another face's */
function filesFrom(bundle: Rolldown.OutputBundle, entries: readonly string[], forks?: string): string[] {
  const found = new Set(entries)
  for (const name of found) {
    const chunk = bundle[name]
    if (chunk?.type !== 'chunk') continue
    for (const next of chunk.imports) found.add(next)
    if (name !== forks) for (const next of chunk.dynamicImports) found.add(next)
    for (const css of chunk.viteMetadata?.importedCss ?? []) found.add(css)
  }
  return [...found].map(name => `/${name}`).sort()
}

type Texts = Readonly<Record<string, Readonly<Record<'counter' | 'called' | 'nth', string>>>>

/** Told what the build made, and the words for a notice: so it keeps one build whole, by its hash. */
async function workerFor(face: string, files: readonly string[], texts: Texts): Promise<string> {
  const build = createHash('sha256').update(files.join()).digest('hex').slice(0, 12)
  const { code } = await transformWithOxc(readFileSync(WORKER, 'utf8'), WORKER)
  const words = Object.entries(texts).map(([language, { counter, called, nth }]) => [
    language,
    { counter, called, nth },
  ])
  const told = { FACE: face, BUILD: build, FILES: files, WORDS: Object.fromEntries(words) }
  const lines = Object.entries(told).map(([name, value]) => `const ${name} = ${JSON.stringify(value)}\n`)
  return lines.join('') + code.replace(/export\s*\{\s*\};?/, '')
}
