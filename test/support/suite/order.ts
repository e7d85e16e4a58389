import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * What runs first: the longest, so that no worker is left alone with it at the end. Campaigns wait most of their time,
 * screens never do; what has neither a process nor a browser fills the gaps at the end.
 */
const FIRST = ['test/edge/campaign/', 'test/screen/', 'test/edge/', 'test/simulation/']

/** Within a folder as Vitest does it: by how long each took the last time here, or by its size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const path = relative(this.ctx.config.root, moduleId).replaceAll('\\', '/')
      const at = FIRST.findIndex(folder => path.startsWith(folder))
      return at < 0 ? FIRST.length : at
    }
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other))
  }
}
