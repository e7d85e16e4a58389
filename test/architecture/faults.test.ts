import { expect, test } from 'vitest'
import { codeOf, files, isCode, isProduct, textOf } from './tree.ts'

/** Who hands in something that listens to fault points, or other rules: `fault:` and `rules:` where a hub or a bridge is made. */
const MAKERS = /\bnew (?:Hub|Bridge)\(/
const HANDS_IN = /\b(?:fault|rules)\s*[:,}]/

const makersIn = (paths: readonly string[]): string[] => paths.filter(path => MAKERS.test(codeOf(textOf(path))))

test('[SM5] production hands in nothing that listens where a process may die, and no rules of its own', () => {
  const makers = makersIn(files.filter(path => isCode(path) && isProduct(path)))
  expect(makers).toEqual(['server/src/hub/house.ts', 'parking-bridge/src/main.ts'])
  for (const path of makers) {
    const code = codeOf(textOf(path))
    const made = code.slice(code.search(MAKERS))
    expect(HANDS_IN.test(made.slice(0, made.indexOf('\n  })'))), path).toBe(false)
  }
  expect(HANDS_IN.test('new Hub({ journal, fault: point => kill(point) })')).toBe(true)
})
