import type { Commit } from '@pingting/contract'
import { hallRules, lotRules } from '../../../server/src/domain.ts'
import { HALL } from '../doubles/site.ts'
import type { Invariant } from '../evidence.ts'

/** Folding everything again costs as much as a restart; every few days is often enough. */
const FOLDS_EVERY = 4

/** I-8, I-12: numbers without a gap, links that hold, ids that occur once, and a time that never goes back. */
export const wholeLog: Invariant = ({ hall, lot }) => [...wholeStream(hall), ...wholeStream(lot)]

function wholeStream(commits: readonly Commit[]): string[] {
  const found: string[] = []
  const ids = new Set<string>()
  let before: Commit | undefined
  for (const commit of commits) {
    const name = `${commit.stream} ${commit.seq}`
    if (commit.seq !== (before?.seq ?? 0) + 1) found.push(`I-8 ${name} comes after ${before?.seq}`)
    if (before !== undefined && commit.prevHash !== before.hash) found.push(`I-8 ${name} does not continue the chain`)
    if (ids.has(commit.commandId)) found.push(`I-8 ${name} repeats command ${commit.commandId}`)
    if (before !== undefined && commit.at < before.at) found.push(`I-12 ${name} is at ${commit.at}, after ${before.at}`)
    if (commit.events.some(({ at }) => at !== commit.at)) found.push(`I-12 ${name} has an event at another time`)
    ids.add(commit.commandId)
    before = commit
  }
  return found
}

/** I-8: every head that was taken down before is a place of today’s log. */
export const anchored: Invariant = ({ anchors, hall, lot }) =>
  anchors.flatMap(({ stream, seq, hash }) => {
    const there = (stream === HALL ? hall : lot).find(commit => commit.seq === seq)
    return there?.hash === hash ? [] : [`I-8 ${stream} ${seq} is not the commit that was its head before`]
  })

/** I-9: what a hub holds is the fold of its journal, and nothing else. */
export const foldOfLog: Invariant = evidence => {
  if (evidence.seed % FOLDS_EVERY !== 0) return []
  const { hall, lot, hallState, lotState } = evidence
  const rules = hallRules(undefined as never, 'h1')
  return [...differing('hall', fold(rules, hall), hallState), ...differing('lot', fold(lotRules, lot), lotState)]
}

function fold<S>(
  rules: { initial(): S; evolve(state: S, event: Commit['events'][number]): void },
  commits: readonly Commit[],
): S {
  const state = rules.initial()
  for (const { events } of commits) for (const event of events) rules.evolve(state, event)
  return state
}

const textOf = (value: unknown): string =>
  JSON.stringify(value, (_key, field: unknown) =>
    field instanceof Map ? [...field].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)) : field,
  ) ?? ''

const differing = (name: string, folded: object, held: object): string[] =>
  Object.keys(folded)
    .filter(key => textOf(folded[key as never]) !== textOf(held[key as never]))
    .map(key => `I-9 ${name}.${key} is not the fold of the journal`)
