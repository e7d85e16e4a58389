import { fileURLToPath } from 'node:url'
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

export interface Seen {
  modules: number
  dependencies: number
  /** `rule: from → to`, sorted. */
  violations: string[]
  /** Modules that no other of those roots imports, sorted. */
  unimported: string[]
}

/** Resolves workspaces as Node does, through `exports`, and counts type-only imports: they bind designs together too. */
const optionsFor = (folder: string, forbidden: IForbiddenRuleType[]): ICruiseOptions => ({
  baseDir: folder,
  ruleSet: { forbidden },
  validate: true,
  tsPreCompilationDeps: true,
  combinedDependencies: true,
  doNotFollow: { path: 'node_modules' },
  // Built files and data are nobody's modules.
  exclude: { path: '(^|/)(dist|data)/' },
  enhancedResolveOptions: {
    exportsFields: ['exports'],
    conditionNames: ['import', 'node', 'default', 'types'],
    extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.json'],
  },
})

/** Cruises `roots`, which are relative to `folder`. */
export async function look(folder: string, roots: string[], forbidden: IForbiddenRuleType[]): Promise<Seen> {
  const { output } = await cruise(roots, optionsFor(folder, forbidden))
  const { modules, summary } = output as ICruiseResult
  const own = modules.filter(module => !module.source.includes('node_modules') && module.coreModule !== true)
  return {
    modules: own.filter(module => module.couldNotResolve !== true).length,
    dependencies: own.reduce((sum, module) => sum + module.dependencies.length, 0),
    unimported: own
      .filter(({ dependents }) => dependents.length === 0)
      .map(({ source }) => source)
      .sort(),
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort(),
  }
}
