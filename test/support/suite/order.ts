import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * What runs first: the longest, so that no worker is left alone with it at the end. The small files of benches and demo
 * take minutes: by their size, which is all that a fresh clone knows of them, they would begin last.
 */
const WAITS = ['test/edge/bench/', 'test/edge/demo/', 'test/edge/campaign/', 'test/edge/']
/** A browser uses a core most of the time, where processes mostly wait for one another: these run beside those. */
const DRAWS = ['test/screen/']
/** What has neither fills the gaps at the end; first what takes some seconds. */
const REST = ['test/simulation/', 'test/flow/', 'test/architecture/', 'test/']

/** Within a folder as Vitest does it: by how long each took the last time here, or by its size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const left = new Set(await super.sort(files))
    const take = (folder: string): TestSpecification[] => {
      const taken = [...left].filter(({ moduleId }) =>
        relative(this.ctx.config.root, moduleId).replaceAll('\\', '/').startsWith(folder),
      )
      for (const file of taken) left.delete(file)
      return taken
    }
    const [waiting, drawing, rest] = [WAITS, DRAWS, REST].map(folders => folders.flatMap(take))
    return [...mixed(waiting!, drawing!), ...rest!]
  }
}

/** Both in their order, and of each the same share at any place. */
function mixed<T>(some: readonly T[], others: readonly T[]): T[] {
  const placed = [some, others].flatMap(all => all.map((one, index) => ({ one, share: index / all.length })))
  return placed.sort((a, b) => a.share - b.share).map(({ one }) => one)
}
