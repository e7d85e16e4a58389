import { hashOf } from '../../../../server/src/hub/journal/chain.ts'
import type { Journal } from '../../../../server/src/hub/journal/journal.ts'
import { HALL } from '../../doubles/site.ts'
import type { HubSeam, Plant } from '../plant.ts'

/** The commits as the product would store them, without anybody having stored them. */
async function chained(journal: Journal, ...[stream, drafts, head]: Parameters<Journal['append']>) {
  let { seq, hash } = head
  return drafts.map(draft => {
    seq += 1
    const commit = { ...draft, _id: `${stream}#${seq}`, stream, seq, v: 1 as const, prevHash: hash, hash: `${hash}+` }
    hash = commit.hash
    return commit as unknown as Awaited<ReturnType<typeof journal.append>>[number]
  })
}

export const ackBeforeCommit: Plant = {
  name: 'ack-before-commit',
  bug: 'a command is acknowledged while its write is still under way',
  guards: 'I-1',
  store: store => {
    store.lies = 'early'
  },
}

export const swallowedError: Plant = {
  name: 'swallowed-error',
  bug: 'an error of the store is caught and forgotten',
  guards: 'I-1',
  store: store => {
    store.lies = 'always'
  },
}

export const emitBeforeCommit: Plant = {
  name: 'emit-before-commit',
  bug: 'screens are told what is decided, not what is durable',
  guards: 'I-16',
  journal: (journal, { publish }) => ({
    ...journal,
    async append(stream, drafts, head) {
      for (const commit of await chained(journal, stream, drafts, head)) publish(commit as never)
      return journal.append(stream, drafts, head)
    },
  }),
}

export const repeatsForgotten: Plant = {
  name: 'repeats-forgotten',
  bug: 'a refusal is returned without asking the journal whether the command was accepted before',
  guards: 'I-15',
  journal: journal => ({ ...journal, find: async () => [], isBehind: async () => false }),
}

export const timeGoesBack: Plant = {
  name: 'time-goes-back',
  bug: 'a commit takes the time of the clock, even when it is before the last one',
  guards: 'I-12',
  journal: (journal, { site, part }: HubSeam) => ({
    ...journal,
    append: (stream, drafts, head) => {
      const at = site.clock.now(part)
      for (const draft of drafts) {
        draft.at = at
        for (const event of draft.events) event.at = at
      }
      return journal.append(stream, drafts, head)
    },
  }),
}

export const rowEdited: Plant = {
  name: 'row-edited',
  bug: 'a write-off edits the commit that granted instead of adding one of its own facts',
  guards: 'I-8',
  journal: (journal, { store }) => ({
    ...journal,
    append: async (stream, drafts, head) => {
      const stored = await journal.append(stream, drafts, head)
      const ended = drafts.flatMap(({ events }) =>
        events.flatMap(e => (e.type === 'exemption.writtenOff' ? e.exemptionId : [])),
      )
      for (const event of store.commitsOf(stream).flatMap(({ events }) => events))
        if (event.type === 'exemption.granted' && ended.includes(String(event['exemptionId']))) event['freeMinutes'] = 0
      return stored
    },
  }),
}

export const rewrittenAtNight: Plant = {
  name: 'rewritten-at-night',
  bug: 'somebody with the database in his hands takes a name off the morning, and makes every hash after it anew',
  guards: 'I-8',
  atNight: store => {
    const commits = store.streams.get(HALL)!
    let prevHash = commits[0]!.hash
    for (const [place, { hash: _hash, ...commit }] of commits.entries()) {
      if (place === 0) continue
      const body = { ...commit, prevHash, ...(place === 1 ? { actor: commits[0]!.actor } : {}) }
      prevHash = hashOf(body)
      commits[place] = { ...body, hash: prevHash }
    }
  },
}
