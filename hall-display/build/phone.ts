import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Plugin, type Rolldown, transformWithOxc } from 'vite'

const ENTRY = join(import.meta.dirname, '../src/phone/main.tsx')
const WORKER = join(import.meta.dirname, '../src/phone/worker/worker.ts')
/** What stands under the phone's own folders stays with the phone. */
const OWN = /\/src\/(phone|text\/phone)\//

/**
 * The phone's first load in two files and its service worker. Cut by who shares what, it would be some twenty small
 * files, and a browser fetches six at a time: on a slow network each round costs as much as thirty kilobytes.
 */
export function phone(): { plugin: Plugin; isGround(id: string): boolean } {
  const ground = new Set<string>()
  const plugin: Plugin = {
    name: 'phone',
    apply: 'build',
    buildEnd() {
      for (const id of staticallyFrom(ENTRY, id => this.getModuleInfo(id)?.importedIds ?? [])) ground.add(id)
    },
    async generateBundle(_options, bundle) {
      const entry = Object.values(bundle).find(chunk => chunk.type === 'chunk' && chunk.moduleIds.includes(ENTRY))
      if (entry === undefined) throw new Error('the phone has no entry')
      const files = filesFrom(bundle, entry.fileName).map(name => `/${name}`)
      this.emitFile({ type: 'asset', fileName: 'phone-worker.js', source: await workerFor(files) })
    },
  }
  return { plugin, isGround: id => ground.has(id) && !OWN.test(id) }
}

function staticallyFrom(first: string, importsOf: (id: string) => readonly string[]): Set<string> {
  const found = new Set([first])
  for (const id of found) for (const next of importsOf(id)) found.add(next)
  return found
}

/** All files of a face: what its page names, and what is loaded later. */
function filesFrom(bundle: Rolldown.OutputBundle, entry: string): string[] {
  const found = new Set([entry])
  for (const name of found) {
    const chunk = bundle[name]
    if (chunk?.type !== 'chunk') continue
    for (const next of [...chunk.imports, ...chunk.dynamicImports]) found.add(next)
    for (const css of chunk.viteMetadata?.importedCss ?? []) found.add(css)
  }
  return [...found].sort()
}

/** Told what the build made: so it keeps one build whole, by its hash. */
async function workerFor(files: readonly string[]): Promise<string> {
  const build = createHash('sha256').update(files.join()).digest('hex').slice(0, 12)
  const { code } = await transformWithOxc(readFileSync(WORKER, 'utf8'), WORKER)
  const told = `const PHONE_BUILD = ${JSON.stringify(build)}\nconst PHONE_FILES = ${JSON.stringify(files)}\n`
  return told + code.replace(/export\s*\{\s*\};?/, '')
}
