import type { Rules } from '../../server/src/domain.ts'
import { type GoldenCommit, rulesFor } from './fold.ts'

/** How often the states are looked at: what is open today is gone from them tomorrow. */
const LOOKS_EVERY = 10

/**
 * What states are made of, by kind of stream and state version: the path of every field that was ever there, with the
 * type of its value. `{}` stands for the values of a map, `[]` for those of a list.
 */
export function shapesOf(commits: readonly GoldenCommit[]): Record<string, string[]> {
  const states = new Map<string, { rules: Rules<unknown>; state: unknown }>()
  const paths = new Map<string, Set<string>>()
  for (const [index, { stream, events }] of commits.entries()) {
    const known = states.get(stream) ?? { rules: rulesFor(stream), state: rulesFor(stream).initial() }
    states.set(stream, known)
    for (const event of events) known.rules.evolve(known.state, event)
    if (index % LOOKS_EVERY > 0 && index < commits.length - 1) continue
    for (const [name, { rules, state }] of states) {
      const shape = `${name.slice(0, name.indexOf(':'))} ${rules.stateVersion}`
      if (!paths.has(shape)) paths.set(shape, new Set())
      walk(state, '', paths.get(shape)!)
    }
  }
  return Object.fromEntries([...paths].map(([shape, found]) => [shape, [...found].sort()]))
}

function walk(value: unknown, path: string, paths: Set<string>): void {
  if (value instanceof Map) for (const one of value.values()) walk(one, `${path}{}`, paths)
  else if (Array.isArray(value)) for (const one of value) walk(one, `${path}[]`, paths)
  else if (typeof value === 'object' && value !== null)
    for (const [name, field] of Object.entries(value)) walk(field, `${path}.${name}`, paths)
  else if (value !== undefined) paths.add(`${path}: ${typeof value}`)
}
